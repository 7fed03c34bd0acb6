import type { Reply } from './reply.ts'

/** Response to a range request (RFC 9110 §14). */
export interface RangeAnswer {
  status: number
  headers: Record<string, string>
  content: Uint8Array
}

/** Responds to a `Range` request; anything but a single satisfiable byte range falls back as the RFC specifies. */
export function answerRange(
  content: Uint8Array,
  requestHeaders: Readonly<Record<string, string>>,
  { etag }: Reply,
): RangeAnswer {
  const size = content.length
  const whole = { status: 200, headers: { 'accept-ranges': 'bytes' }, content }
  const condition = requestHeaders['if-range']
  // Weak validators never match here (§13.1.5), and a date cannot match a representation that has only a tag.
  if (condition !== undefined && (condition !== etag || condition.startsWith('W/'))) return whole
  const asked = /^bytes=(\d*)-(\d*)$/.exec(requestHeaders.range ?? '')
  if (asked === null || asked[0] === 'bytes=-') return whole
  const [start, end] = toInterval(asked[1]!, asked[2]!, size)
  if (start >= size) {
    return { status: 416, headers: { 'content-range': `bytes */${size}` }, content: new Uint8Array() }
  }
  if (end <= start) return whole
  const headers = { 'accept-ranges': 'bytes', 'content-range': `bytes ${start}-${end - 1}/${size}` }
  return { status: 206, headers, content: content.subarray(start, end) }
}

/** Converts `first-last`, `first-` or the suffix form `-length` to a half-open interval. */
function toInterval(first: string, last: string, size: number): [start: number, end: number] {
  if (first === '') return [Math.max(0, size - Number(last)), size]
  return [Number(first), last === '' ? size : Math.min(size, Number(last) + 1)]
}
