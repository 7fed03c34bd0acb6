import { bytesPerMs } from './audio-format.ts'
import { encodeBase64 } from './base64.ts'
import type { Outbox } from './outbox.ts'

/** Maximum duration of one event; longer audio is split. */
const pieceMs = 100
/** Default duration of an Opus frame (RFC 6716 §2.1.4). */
const opusFrameMs = 20

/** Audio data: bytes in the session's input format, or 16-bit samples. */
export type AudioChunk = Uint8Array | Int16Array | ArrayBuffer

/** Format of a chunk, used to calculate its duration. */
export interface ChunkFormat {
  readonly format: string | undefined
  readonly sampleRate: number | undefined
  /** Duration of a frame whose size does not determine it (Opus). */
  readonly durationMs: number | undefined
}

/** Queues audio, split into events of at most 100 ms. Resolves when the last one is admitted to the queue. */
export async function pushAudio(outbox: Outbox, chunk: AudioChunk, how: ChunkFormat): Promise<void> {
  const bytes = ArrayBuffer.isView(chunk)
    ? new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    : new Uint8Array(chunk)
  const perMs = bytesPerMs(how.format, how.sampleRate)
  if (!perMs) return outbox.pushAudio(toAppend(bytes), how.durationMs ?? opusFrameMs)
  // Do not split 16-bit samples.
  const pieceBytes = Math.ceil((perMs * pieceMs) / 2) * 2
  for (let start = 0; start < bytes.length; start += pieceBytes) {
    const piece = bytes.subarray(start, start + pieceBytes)
    await outbox.pushAudio(toAppend(piece), piece.length / perMs)
  }
}

/** Builds the JSON directly, which is faster: base64 is long and needs no escaping. */
const toAppend = (bytes: Uint8Array): string => `{"type":"input_audio_buffer.append","audio":"${encodeBase64(bytes)}"}`
