import { type ChatStore, type ChatStoreOptions, type ChatStoreState, createChatStore } from '@mira/ui-core'
import { type HookOptions, useOwnStore } from './use-own-store.ts'
import { useStore } from './use-store.ts'

/** Options of {@link useChat}. */
export interface UseChatOptions extends ChatStoreOptions, HookOptions {}

/** State and actions of {@link useChat}. The actions are the same functions with each render. */
export interface UseChatResult
  extends ChatStoreState,
    Pick<ChatStore, 'send' | 'stop' | 'regenerate' | 'edit' | 'setMessages'> {
  /** Store behind the hook, to be shared with other components. */
  readonly store: ChatStore
}

/**
 * A conversation whose answers are streamed.
 *
 * @param options - Options, of which the latest apply; or a store created with `createChatStore`, which is shared.
 * @example const { messages, send, stop, status } = useChat({ params: { model: 'mira' } })
 * @throws {TypeError} when an option is unknown, or there is neither a client nor a `MiraProvider`.
 */
export function useChat(options: UseChatOptions | ChatStore = {}): UseChatResult {
  const store = useOwnStore<ChatStoreOptions, ChatStore>(options, createChatStore)
  const { send, stop, regenerate, edit, setMessages } = store
  return { ...useStore(store), send, stop, regenerate, edit, setMessages, store }
}
