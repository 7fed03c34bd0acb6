import { partialDeepStrictEqual } from 'node:assert'
import { isDeepStrictEqual } from 'node:util'
import type { ReceivedMessage } from './received-message.ts'

/** Pattern for a message: text, bytes, an object that its JSON must contain, or a predicate. */
export type MessagePattern = string | Uint8Array | object | ((message: ReceivedMessage) => boolean)

/** Whether a message matches a pattern. */
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

/** Formats a pattern or message, truncated for error messages. */
export function describeData(data: MessagePattern): string {
  if (typeof data === 'function') return 'a message the predicate accepts'
  if (data instanceof Uint8Array) return `${data.length} bytes`
  const text = typeof data === 'string' ? data : JSON.stringify(data)
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}
