import type { Dialect } from './dialects.ts'

/** How events are laid over HTTP chunks. */
export type Layout = 'each' | 'bulk' | 'torn'

/** A stream of events in three parts; `block` holds `deltasPerBlock` deltas and is repeated. */
export interface EventScript {
  readonly start: Buffer
  readonly block: Buffer
  readonly end: Buffer
}

export const deltasPerBlock = 500
const endOfBody = Buffer.from('0\r\n\r\n')

/** Lays a chat answer over HTTP chunks, framed and ready for a socket. */
export function createScript({ start, delta, end }: Dialect, layout: Layout, deltas = deltasPerBlock): EventScript {
  const events = Array.from({ length: deltas }, (_, index) => delta(index))
  return {
    start: layOut(start, 'each'),
    block: layOut(events, layout),
    end: Buffer.concat([layOut(end, 'each'), endOfBody]),
  }
}

/** One event each, all in one, or cut without regard to events and characters. */
function layOut(events: readonly string[], layout: Layout): Buffer {
  if (layout === 'each') return Buffer.concat(events.map((event) => frame(Buffer.from(event))))
  const all = Buffer.from(events.join(''))
  return layout === 'bulk' ? frame(all) : Buffer.concat(cut(all).map(frame))
}

/** One HTTP chunk. */
export const frame = (payload: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`${payload.length.toString(16)}\r\n`), payload, Buffer.from('\r\n')])

/** Pieces of 20 to 147 bytes by a fixed sequence, so that every run is torn alike. */
function cut(bytes: Buffer): Buffer[] {
  const pieces: Buffer[] = []
  let seed = 1
  for (let start = 0; start < bytes.length; ) {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
    const end = start + 20 + ((seed >> 16) % 128)
    pieces.push(bytes.subarray(start, end))
    start = end
  }
  return pieces
}
