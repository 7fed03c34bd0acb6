import type { Client } from '@mira/core'
import { stateOf } from '@mira/core/internal'
import type { ChatCompletionParams } from './chat-completion.ts'
import type { ResponseParams } from './response.ts'

/**
 * Builds the body of a chat request. The model defaults to that of the client.
 *
 * @param stream - `true` if the result is streamed.
 * @throws {TypeError} when there are no messages, one of them cannot be sent as JSON, or `stream` is set in `params`
 * without being streamed.
 */
export function chatBody(client: Client, params: ChatCompletionParams, stream?: true): object {
  const { messages } = params ?? {}
  if (!Array.isArray(messages) || messages.length === 0) {
    throw new TypeError('messages must be a list such as [{ role: "user", content: "Hello" }]')
  }
  messages.forEach(checkMessage)
  // Copied because a stream sends its request only when it is first read.
  return { ...toBody(client, params, stream), messages: [...messages] }
}

/**
 * Builds the body of a responses request. The model defaults to that of the client.
 *
 * @param stream - `true` if the result is streamed.
 * @throws {TypeError} when `input` is neither a string nor a non-empty list, or `stream` is set in `params` without
 * being streamed.
 */
export function responseBody(client: Client, params: ResponseParams, stream?: true): object {
  const { input } = params ?? {}
  if (typeof input !== 'string' && !(Array.isArray(input) && input.length > 0)) {
    throw new TypeError('input must be a string or a non-empty list of items')
  }
  return toBody(client, params, stream)
}

function toBody(client: Client, params: ChatCompletionParams | ResponseParams, stream: true | undefined): object {
  const { model } = stateOf(client)
  // It would be ignored, and the result awaited.
  if (!stream && 'stream' in params && params.stream)
    throw new TypeError('stream: true needs a streaming operation, such as chat.stream')
  return { ...params, model: params.model ?? model, stream }
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
