import { bytesPerMs } from './audio-format.ts'
import { encodeBase64 } from './base64.ts'
import type { Outbox } from './outbox.ts'

/** Longer audio is sent in pieces of this length. */
const pieceMs = 100
/** Opus frames are 20 ms unless told otherwise (RFC 6716 §2.1.4). */
const opusFrameMs = 20

/** Audio as it is captured or read. */
export type AudioChunk = Uint8Array | Int16Array | ArrayBuffer

/** How a chunk is measured. */
export interface ChunkFormat {
  readonly format: string | undefined
  readonly sampleRate: number | undefined
  /** Of a frame whose length tells nothing. */
  readonly durationMs: number | undefined
}

/** Puts audio into the outbox piece by piece; settles when the last has its place. */
export async function pushAudio(outbox: Outbox, chunk: AudioChunk, how: ChunkFormat): Promise<void> {
  const bytes = ArrayBuffer.isView(chunk)
    ? new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    : new Uint8Array(chunk)
  const perMs = bytesPerMs(how.format, how.sampleRate)
  if (!perMs) return outbox.pushAudio(toAppend(bytes), how.durationMs ?? opusFrameMs)
  // Samples of 16 bits are not torn.
  const pieceBytes = Math.ceil((perMs * pieceMs) / 2) * 2
  for (let start = 0; start < bytes.length; start += pieceBytes) {
    const piece = bytes.subarray(start, start + pieceBytes)
    await outbox.pushAudio(toAppend(piece), piece.length / perMs)
  }
}

/** Built by hand: base64 needs no escapes, and it is long. */
const toAppend = (bytes: Uint8Array): string => `{"type":"input_audio_buffer.append","audio":"${encodeBase64(bytes)}"}`
