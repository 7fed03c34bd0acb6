import type { Client } from '@mira/core'
import type { ChatCompletionParams } from './chat-completion.ts'

/**
 * Body of a chat request, with the client's model by default.
 *
 * @throws {TypeError} for messages that cannot be sent as JSON.
 */
export function chatBody(client: Client, params: ChatCompletionParams): object {
  const { messages } = params ?? {}
  if (!Array.isArray(messages) || messages.length === 0) {
    throw new TypeError('messages must be a list such as [{ role: "user", content: "Hello" }]')
  }
  messages.forEach(checkMessage)
  // A copy of the list, for a stream sends it only when it is first read.
  return { ...params, model: params.model ?? client.model, messages: [...messages] }
}

function checkMessage(message: unknown, index: number): void {
  const { role, content } = (message ?? {}) as { role?: unknown; content?: unknown }
  if (typeof role !== 'string') throw new TypeError(`messages[${index}].role must be a text, such as "user"`)
  const isSendable = Array.isArray(content) ? content.every(isPart) : content == null || typeof content === 'string'
  if (isSendable) return
  throw new TypeError(
    `messages[${index}].content must be a text or a list of parts; of a picture, make one with await imagePart(source)`,
  )
}

/** Blobs, bytes and promises have no `type` of their own, and would be sent as `{}`. */
function isPart(part: { image_url?: { url?: unknown } } | null): boolean {
  return Object.hasOwn(Object(part), 'type') && !(part?.image_url?.url instanceof Blob)
}
