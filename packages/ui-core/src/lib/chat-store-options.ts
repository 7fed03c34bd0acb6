import type { ChatCompletionParams, ChatMessage, Tool } from '@mira/chat'
import type { RequestOptions } from '@mira/core'
import { refuseUnknown } from '@mira/core/internal'
import type { StateStorage } from './state-storage.ts'
import type { UiMessage } from './ui-message.ts'

/** Options of {@link createChatStore}. */
export interface ChatStoreOptions {
  /** The conversation at the start. */
  readonly messages?: readonly (UiMessage | ChatMessage)[] | undefined
  /** Other parameters of the requests, such as `model` and `temperature`. */
  readonly params?: Omit<Partial<ChatCompletionParams>, 'messages' | 'tools' | 'stream'> | undefined
  /** Tools that the model may call; they run in the page. */
  readonly tools?: readonly Tool[] | undefined
  /** Maximum number of requests of one answer with tools. Defaults to 10. */
  readonly maxRounds?: number | undefined
  /** Keeps the conversation between visits. What is loaded replaces `messages`. */
  readonly storage?: StateStorage<readonly UiMessage[]> | undefined
  /** Options of each request: `timeout`, `retry`, `headers`. */
  readonly request?: Omit<RequestOptions, 'signal' | 'idempotencyKey'> | undefined
  /** Called with each complete answer. */
  readonly onFinish?: ((message: UiMessage) => void) | undefined
  /** Called with the error of an answer, or of the storage. */
  readonly onError?: ((error: unknown) => void) | undefined
}

/** @throws {TypeError} when an option is unknown. */
export function checkChatStoreOptions(options: ChatStoreOptions): ChatStoreOptions {
  const { messages, params, tools, maxRounds, storage, request, onFinish, onError, ...unknown } = options
  refuseUnknown(unknown, 'ChatStoreOptions')
  return options
}
