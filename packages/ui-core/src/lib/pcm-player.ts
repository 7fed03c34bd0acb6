/** Plays 16-bit mono samples, little-endian, while they are received, without gaps between chunks. */
export class PcmPlayer {
  readonly #context: AudioContext
  readonly #sampleRate: number
  #endsAt = 0
  #rest = new Uint8Array(0)
  #last: AudioBufferSourceNode | undefined

  /**
   * Opens the audio output. Call it in the handler of a gesture, if there is one.
   *
   * @param onBlockedChange - Called when the browser starts or stops to block playback.
   */
  constructor(sampleRate: number, onBlockedChange: (isBlocked: boolean) => void) {
    this.#context = new AudioContext()
    this.#sampleRate = sampleRate
    this.#context.onstatechange = () => onBlockedChange(this.isBlocked)
  }

  /** Whether the browser blocks playback until a gesture of the user. */
  get isBlocked(): boolean {
    return this.#context.state !== 'running'
  }

  /** Plays a chunk after those before. It may end in the middle of a sample. */
  push(chunk: Uint8Array): void {
    const bytes = new Uint8Array(this.#rest.length + chunk.length)
    bytes.set(this.#rest)
    bytes.set(chunk, this.#rest.length)
    const samples = new Int16Array(bytes.buffer, 0, bytes.length >> 1)
    this.#rest = bytes.slice(samples.byteLength)
    if (samples.length > 0) this.#play(samples)
  }

  /** Resolves when everything has been played. */
  async finish(): Promise<void> {
    const last = this.#last
    if (!last || this.#endsAt <= this.#context.currentTime) return
    await new Promise((resolve) => {
      last.onended = resolve
    })
  }

  /** Resumes playback that the browser blocked. Call it in the handler of a gesture. */
  resume(): Promise<void> {
    return this.#context.resume()
  }

  /** Stops playback immediately. */
  close(): void {
    this.#context.onstatechange = null
    if (this.#context.state !== 'closed') void this.#context.close()
  }

  #play(samples: Int16Array): void {
    const buffer = this.#context.createBuffer(1, samples.length, this.#sampleRate)
    buffer.copyToChannel(
      Float32Array.from(samples, (sample) => sample / 32_768),
      0,
    )
    const source = this.#context.createBufferSource()
    source.buffer = buffer
    source.connect(this.#context.destination)
    this.#endsAt = Math.max(this.#endsAt, this.#context.currentTime)
    source.start(this.#endsAt)
    this.#endsAt += buffer.duration
    this.#last = source
  }
}
