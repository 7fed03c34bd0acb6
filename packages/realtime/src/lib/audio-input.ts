import { encodeBase64 } from '@mira/core/internal'
import { type AudioDirection, bytesPerMs } from './audio-settings.ts'
import type { AudioPart, SendQueue } from './send-queue.ts'

/** Maximum duration of one event; longer audio is split. */
const eventMs = 100
/** Default duration of an Opus frame (RFC 6716 §2.1.4). */
const opusFrameMs = 20

/** Audio data: bytes in the session's input format, or 16-bit samples. */
export type AudioChunk = Uint8Array | Int16Array | ArrayBuffer

/** Splits audio into events of at most 100 ms, of whole 16-bit samples, however it is divided into chunks. */
export class AudioInput {
  readonly #queue: SendQueue
  /** First byte of a sample whose second byte is in the next chunk. */
  #rest: Uint8Array = new Uint8Array()

  constructor(queue: SendQueue) {
    this.#queue = queue
  }

  /**
   * Queues a chunk. Resolves when all of it is admitted to the queue.
   *
   * @param durationMs - Duration of a frame whose size does not determine it (Opus).
   */
  push(chunk: AudioChunk, direction: AudioDirection, durationMs: number = opusFrameMs): Promise<void> {
    const bytes = toBytes(chunk)
    const perMs = bytesPerMs(direction)
    if (!perMs) return this.#queue.pushAudio([toPart(bytes, durationMs)])
    const { format = 'pcm16' } = direction
    const whole = format === 'pcm16' ? this.#align(bytes) : bytes
    const eventBytes = Math.ceil((perMs * eventMs) / 2) * 2
    const parts: AudioPart[] = []
    for (let start = 0; start < whole.length; start += eventBytes) {
      const part = whole.length > eventBytes ? whole.subarray(start, start + eventBytes) : whole
      parts.push(toPart(part, part.length / perMs))
    }
    return this.#queue.pushAudio(parts)
  }

  /** Discards an incomplete sample, at the end of the audio. */
  end(): void {
    this.#rest = new Uint8Array()
  }

  #align(chunk: Uint8Array): Uint8Array {
    let bytes = chunk
    if (this.#rest.length === 0 && chunk.length % 2 === 0) return chunk
    if (this.#rest.length > 0) {
      bytes = new Uint8Array(chunk.length + 1)
      bytes.set(this.#rest)
      bytes.set(chunk, 1)
    }
    const length = bytes.length - (bytes.length % 2)
    this.#rest = bytes.slice(length)
    return bytes.subarray(0, length)
  }
}

function toBytes(chunk: AudioChunk): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk
  return ArrayBuffer.isView(chunk)
    ? new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    : new Uint8Array(chunk)
}

/** Builds the JSON directly, which is faster: base64 is long and needs no escaping. */
const toPart = (bytes: Uint8Array, durationMs: number): AudioPart => ({
  text: `{"type":"input_audio_buffer.append","audio":"${encodeBase64(bytes)}"}`,
  durationMs,
})
