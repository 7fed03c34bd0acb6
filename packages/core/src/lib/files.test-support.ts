import { createHash } from 'node:crypto'
import { getEventListeners } from 'node:events'

/** Collects all chunks into one array. */
export async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const chunk of chunks) parts.push(chunk)
  return new Uint8Array(Buffer.concat(parts))
}

/** Returns the SHA-256 hash in hexadecimal. */
export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Creates bytes that do not repeat within a read, so that a lost, duplicated or swapped chunk changes the hash. */
export function createBytes(length: number): Uint8Array<ArrayBuffer> {
  const words = new Uint32Array(Math.ceil(length / 4))
  let state = 1
  for (let index = 0; index < words.length; index += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    words[index] = state
  }
  return new Uint8Array(words.buffer, 0, length)
}

/** Returns the number of `abort` listeners of a signal. */
export const listenerCount = (signal: AbortSignal): number => getEventListeners(signal, 'abort').length
