import { partialDeepStrictEqual } from 'node:assert'
import { isDeepStrictEqual } from 'node:util'
import type { ReceivedMessage } from './received-message.ts'

/** What a message should be: text, bytes, an object whose fields its JSON has among others, or a predicate. */
export type MessagePattern = string | Uint8Array | object | ((message: ReceivedMessage) => boolean)

/** Whether a message fits a pattern. */
export function matchesPattern(message: ReceivedMessage, pattern: MessagePattern): boolean {
  if (typeof pattern === 'function') return pattern(message)
  if (typeof pattern === 'string') return message.data === pattern
  if (pattern instanceof Uint8Array) return isDeepStrictEqual(message.data, new Uint8Array(pattern))
  return hasFields(message, pattern)
}

function hasFields(message: ReceivedMessage, fields: object): boolean {
  try {
    partialDeepStrictEqual(message.json(), fields)
    return true
  } catch {
    return false
  }
}

/** A pattern or message, short enough for an error message. */
export function describeData(data: MessagePattern): string {
  if (typeof data === 'function') return 'a message the predicate accepts'
  if (data instanceof Uint8Array) return `${data.length} bytes`
  const text = typeof data === 'string' ? data : JSON.stringify(data)
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}
