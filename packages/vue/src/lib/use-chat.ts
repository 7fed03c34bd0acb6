import { type ChatStore, type ChatStoreOptions, type ChatStoreState, createChatStore } from '@mira/ui-core'
import type { MaybeRefOrGetter } from 'vue'
import { type ComposableOptions, useOwnStore } from './use-own-store.ts'
import type { StateRefs } from './use-store.ts'

/** Options of {@link useChat}. */
export interface UseChatOptions extends ChatStoreOptions, ComposableOptions {}

/** State, as refs, and actions of {@link useChat}. */
export interface UseChatResult
  extends StateRefs<ChatStoreState>,
    Pick<ChatStore, 'send' | 'stop' | 'regenerate' | 'edit' | 'setMessages'> {
  /** Store behind the composable, to be shared with other components. */
  readonly store: ChatStore
}

/**
 * A conversation whose answers are streamed.
 *
 * @param options - Options, or a ref or getter of them, of which the latest apply; or a store created with
 * `createChatStore`, which is shared.
 * @throws {TypeError} when an option is unknown, or there is neither a client nor the plugin `createMira`.
 * @example const { messages, status, send, stop } = useChat({ params: { model: 'mira' } })
 */
export function useChat(options: MaybeRefOrGetter<UseChatOptions> | ChatStore = {}): UseChatResult {
  return useOwnStore<
    ChatStoreOptions,
    ChatStoreState,
    ChatStore,
    'send' | 'stop' | 'regenerate' | 'edit' | 'setMessages'
  >(options, {
    create: createChatStore,
    actions: ['send', 'stop', 'regenerate', 'edit', 'setMessages'],
  })
}
