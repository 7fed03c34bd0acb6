import { Gate } from './gate.ts'
import type { SseFields, SseItem, SseOptions } from './reply.ts'

const fieldNames: ReadonlySet<string> = new Set(['event', 'id', 'retry', 'data', 'comment'])
const encoder: TextEncoder = new TextEncoder()

/** Encodes one item of an event stream; a {@link Gate} is returned unchanged. */
export function encodeSseItem(item: SseItem, { lineEnding = '\n' }: SseOptions): Uint8Array | Gate {
  if (item instanceof Gate || item instanceof Uint8Array) return item
  const fields: SseFields = isSseFields(item) ? item : { data: item }
  return encoder.encode(`${toLines(fields).join(lineEnding)}${lineEnding}${lineEnding}`)
}

function isSseFields(item: string | object): item is SseFields {
  if (typeof item === 'string') return false
  const carriesField = 'data' in item || 'retry' in item || 'comment' in item
  return carriesField && Object.keys(item).every((key) => fieldNames.has(key))
}

function toLines({ comment, event, id, retry, data }: SseFields): string[] {
  const lines: string[] = []
  if (comment !== undefined) lines.push(`: ${comment}`)
  if (event !== undefined) lines.push(`event: ${event}`)
  if (id !== undefined) lines.push(`id: ${id}`)
  if (retry !== undefined) lines.push(`retry: ${retry}`)
  if (data === undefined) return lines
  const text = typeof data === 'string' ? data : JSON.stringify(data)
  return [...lines, ...text.split(/\r\n|\r|\n/).map((line) => `data: ${line}`)]
}
