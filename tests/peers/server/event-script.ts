import type { Dialect } from './dialects.ts'

/** Distribution of events over HTTP chunks. */
export type Layout = 'each' | 'bulk' | 'split'

/** A stream of events in three parts; `block` holds `deltasPerBlock` deltas and is repeated. */
export interface EventScript {
  readonly start: Buffer
  readonly block: Buffer
  readonly end: Buffer
}

/** Number of deltas in the repeated block of a script. */
export const deltasPerBlock = 500
const endOfBody = Buffer.from('0\r\n\r\n')

/** Distributes a chat answer over HTTP chunks, framed for a socket. */
export function createScript(
  { start, delta, end }: Pick<Dialect, 'start' | 'delta' | 'end'>,
  layout: Layout,
  deltas = deltasPerBlock,
): EventScript {
  const events = Array.from({ length: deltas }, (_, index) => delta(index))
  return {
    start: layOut(start, 'each'),
    block: layOut(events, layout),
    end: Buffer.concat([layOut(end, 'each'), endOfBody]),
  }
}

/** One event per chunk, all in one, or split at arbitrary bytes. */
function layOut(events: readonly string[], layout: Layout): Buffer {
  if (layout === 'each') return Buffer.concat(events.map((event) => frame(Buffer.from(event))))
  const all = Buffer.from(events.join(''))
  return layout === 'bulk' ? frame(all) : Buffer.concat(split(all).map(frame))
}

/** Frames an HTTP chunk. */
export const frame = (payload: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`${payload.length.toString(16)}\r\n`), payload, Buffer.from('\r\n')])

/** Splits bytes into chunks of 20 to 147 bytes, by a fixed sequence so that every run is identical. */
function split(bytes: Buffer): Buffer[] {
  const chunks: Buffer[] = []
  let seed = 1
  for (let start = 0; start < bytes.length; ) {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
    const end = start + 20 + ((seed >> 16) % 128)
    chunks.push(bytes.subarray(start, end))
    start = end
  }
  return chunks
}
