import { encodeBase64 } from '@mira/core/internal'
import { bytesPerMs } from './audio-format.ts'
import type { SendQueue } from './send-queue.ts'

/** Maximum duration of one event; longer audio is split. */
const eventMs = 100
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
export async function pushAudio(queue: SendQueue, chunk: AudioChunk, how: ChunkFormat): Promise<void> {
  const bytes = ArrayBuffer.isView(chunk)
    ? new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    : new Uint8Array(chunk)
  const perMs = bytesPerMs(how.format, how.sampleRate)
  if (!perMs) return queue.pushAudio(toAppend(bytes), how.durationMs ?? opusFrameMs)
  // Do not split 16-bit samples.
  const eventBytes = Math.ceil((perMs * eventMs) / 2) * 2
  for (let start = 0; start < bytes.length; start += eventBytes) {
    const part = bytes.subarray(start, start + eventBytes)
    await queue.pushAudio(toAppend(part), part.length / perMs)
  }
}

/** Builds the JSON directly, which is faster: base64 is long and needs no escaping. */
const toAppend = (bytes: Uint8Array): string => `{"type":"input_audio_buffer.append","audio":"${encodeBase64(bytes)}"}`
