import type { ChatCompletion } from './chat-completion.ts'
import { contentText } from './content-text.ts'

/**
 * Adds `text`, as chunks have it. It is not enumerable, so that the completion is otherwise as the server sent it, also
 * in JSON.
 */
export const withText = (completion: object): ChatCompletion =>
  Object.defineProperty(completion, 'text', {
    get: () => contentText((completion as ChatCompletion).choices?.[0]?.message?.content),
  }) as ChatCompletion
