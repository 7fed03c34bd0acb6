/** Byte range of a file; `start` and `end` are inclusive. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/**
 * Parses a `Range` header with a single byte range (RFC 9110 section 14.1.2).
 *
 * @returns The range; `unsatisfiable` when it lies beyond the end; `undefined` for several ranges or an invalid header,
 * which are answered with the whole file.
 */
export function parseByteRange(header: string, bytes: number): ByteRange | 'unsatisfiable' | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header.trim()) ?? []
  if (first === undefined || last === undefined || first + last === '') return undefined
  if (first === '') return toRange(Math.max(0, bytes - Number(last)), bytes - 1, bytes)
  const end = last === '' ? bytes - 1 : Number(last)
  if (last !== '' && end < Number(first)) return undefined
  return toRange(Number(first), Math.min(end, bytes - 1), bytes)
}

function toRange(start: number, end: number, bytes: number): ByteRange | 'unsatisfiable' {
  return start < bytes && start <= end ? { start, end } : 'unsatisfiable'
}
