import { type ChatStore, type ChatStoreOptions, type ChatStoreState, createChatStore } from '@mira/ui-core'
import { type BindingOptions, bindStore, type MaybeGetter } from './bind-store.ts'

/** Options of {@link createChat}. */
export interface CreateChatOptions extends ChatStoreOptions, BindingOptions {}

/** State, as reactive properties, and actions of {@link createChat}. */
export interface Chat extends ChatStoreState, Pick<ChatStore, 'send' | 'stop' | 'regenerate' | 'edit' | 'setMessages'> {
  /** Store behind it, to be shared with other components. */
  readonly store: ChatStore
}

/**
 * A conversation whose answers are streamed. For use while a component is initialized.
 *
 * @param options - Options, or a function that returns them; or a store created with `createChatStore`, which is shared.
 * @throws {TypeError} when an option is unknown, or there is neither a client nor a context.
 * @example const chat = createChat({ params: { model: 'mira' } }) // chat.messages, chat.stop
 */
export function createChat(options: MaybeGetter<CreateChatOptions> | ChatStore = {}): Chat {
  return bindStore<
    ChatStoreOptions,
    ChatStoreState,
    ChatStore,
    'send' | 'stop' | 'regenerate' | 'edit' | 'setMessages'
  >(options, {
    create: createChatStore,
    actions: ['send', 'stop', 'regenerate', 'edit', 'setMessages'],
  })
}
