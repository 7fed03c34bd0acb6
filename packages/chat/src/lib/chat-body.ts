import type { Client } from '@mira/core'
import { stateOf } from '@mira/core/internal'
import type { ChatCompletionParams } from './chat-completion.ts'

/**
 * Builds the body of a chat request. The model defaults to that of the client.
 *
 * @throws {TypeError} when there are no messages, or one of them cannot be sent as JSON.
 */
export function chatBody(client: Client, params: ChatCompletionParams): object {
  const { model } = stateOf(client)
  const { messages } = params ?? {}
  if (!Array.isArray(messages) || messages.length === 0) {
    throw new TypeError('messages must be a list such as [{ role: "user", content: "Hello" }]')
  }
  messages.forEach(checkMessage)
  // Copied because a stream sends its request only when it is first read.
  return { ...params, model: params.model ?? model, messages: [...messages] }
}

function checkMessage(message: unknown, index: number): void {
  const { role, content } = (message ?? {}) as { role?: unknown; content?: unknown }
  if (typeof role !== 'string') throw new TypeError(`messages[${index}].role must be a string, such as "user"`)
  const isSendable = Array.isArray(content) ? content.every(isPart) : content == null || typeof content === 'string'
  if (isSendable) return
  throw new TypeError(
    `messages[${index}].content must be a string or a list of parts; for an image use await imagePart(source)`,
  )
}

/**
 * Returns whether a value is a content part. Blobs, bytes and promises have no own `type` and would be sent as `{}`.
 */
function isPart(part: { image_url?: { url?: unknown } } | null): boolean {
  return Object.hasOwn(Object(part), 'type') && !(part?.image_url?.url instanceof Blob)
}
