import type { Bytes } from '../bytes.ts'
/** Fields of one event of an event stream. */
export interface EventFields {
  readonly event?: string | undefined
  readonly id?: string | undefined
  readonly retry?: number | undefined
  /** Data of the event: a string is sent unchanged, any other value as JSON. */
  readonly data?: unknown
  /** Comment line, sent before the fields. */
  readonly comment?: string | undefined
}

/** One event; a string is its `data`. */
export type EventItem = string | EventFields

/**
 * Encodes events as the bytes of a `text/event-stream` body (WHATWG HTML §9.2.6).
 *
 * @example eventStreamBytes([{ data: { text: 'Hello' } }, '[DONE]'])
 */
export function eventStreamBytes(
  events: Iterable<EventItem>,
  { lineEnding = '\n' }: { lineEnding?: '\n' | '\r\n' | '\r' } = {},
): Bytes {
  const lines = [...events].flatMap((event) => [...toLines(typeof event === 'string' ? { data: event } : event), ''])
  return new TextEncoder().encode(lines.map((line) => line + lineEnding).join(''))
}

function toLines({ comment, event, id, retry, data }: EventFields): string[] {
  const lines: string[] = []
  if (comment !== undefined) lines.push(`: ${comment}`)
  if (event !== undefined) lines.push(`event: ${event}`)
  if (id !== undefined) lines.push(`id: ${id}`)
  if (retry !== undefined) lines.push(`retry: ${retry}`)
  if (data === undefined) return lines
  const text = typeof data === 'string' ? data : JSON.stringify(data)
  return [...lines, ...text.split(/\r\n|\r|\n/).map((line) => `data: ${line}`)]
}
