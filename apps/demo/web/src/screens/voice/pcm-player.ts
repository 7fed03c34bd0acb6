/** Bytes of one sample: signed 16-bit, little-endian, mono. */
const sampleBytes = 2

/** Plays streaming PCM audio without gaps between chunks. */
export class PcmPlayer {
  readonly #context: AudioContext
  readonly #sampleRate: number
  #endsAt = 0
  #rest = new Uint8Array(0)

  constructor(sampleRate: number) {
    this.#context = new AudioContext()
    this.#sampleRate = sampleRate
  }

  /** Queues a chunk, which may end in the middle of a sample. */
  push(chunk: Uint8Array): void {
    const bytes = new Uint8Array(this.#rest.length + chunk.length)
    bytes.set(this.#rest)
    bytes.set(chunk, this.#rest.length)
    const count = Math.floor(bytes.length / sampleBytes)
    this.#rest = bytes.slice(count * sampleBytes)
    if (count > 0) this.#play(toSamples(bytes, count))
  }

  /** Waits until all queued audio has been played, then closes the player. */
  async finish(signal: AbortSignal): Promise<void> {
    const leftMs = Math.max(0, this.#endsAt - this.#context.currentTime) * 1_000
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, leftMs)
      signal.addEventListener('abort', () => {
        clearTimeout(timer)
        resolve()
      })
    })
    await this.close()
  }

  /** Stops playback immediately. */
  async close(): Promise<void> {
    if (this.#context.state !== 'closed') await this.#context.close()
  }

  #play(samples: Float32Array<ArrayBuffer>): void {
    const buffer = this.#context.createBuffer(1, samples.length, this.#sampleRate)
    buffer.copyToChannel(samples, 0)
    const source = this.#context.createBufferSource()
    source.buffer = buffer
    source.connect(this.#context.destination)
    this.#endsAt = Math.max(this.#endsAt, this.#context.currentTime)
    source.start(this.#endsAt)
    this.#endsAt += buffer.duration
  }
}

function toSamples(bytes: Uint8Array<ArrayBuffer>, count: number): Float32Array<ArrayBuffer> {
  const view = new DataView(bytes.buffer)
  return Float32Array.from({ length: count }, (_, index) => view.getInt16(index * sampleBytes, true) / 32_768)
}
