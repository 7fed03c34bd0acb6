import type { PlaybackCommand, WorkletTools } from './worklet-types.ts'

/**
 * Plays the audio received through a port as the output of an AudioWorklet, and reports what has been played.
 *
 * Its source text is sent to the audio thread, so it must not reference anything outside the class, nor use syntax that
 * bundlers compile to helper calls, such as class fields.
 */
export class Playback {
  declare readonly port: MessagePort
  declare readonly tools: WorkletTools
  declare queue: { itemId: string; samples: Float32Array }[]
  /** Position in the first entry of the queue. */
  declare offset: number
  /** Queued samples. */
  declare waiting: number
  declare resample: (samples: Float32Array) => Float32Array
  /** Written samples per rendered sample. */
  declare ratio: number
  /** Samples to buffer before playback starts, to absorb network jitter. */
  declare bufferSamples: number
  declare idleSamples: number
  declare isPlaying: boolean
  declare itemId: string | undefined
  declare played: number
  declare sinceReport: number
  declare level: number
  declare last: number
  declare fadeFrom: number
  declare fadeLeft: number

  constructor(port: MessagePort, tools: WorkletTools) {
    this.port = port
    this.tools = tools
    this.queue = []
    this.offset = this.waiting = this.bufferSamples = this.idleSamples = 0
    this.resample = (samples) => samples
    this.ratio = 1
    this.isPlaying = false
    this.itemId = undefined
    this.played = this.sinceReport = this.level = this.last = this.fadeFrom = this.fadeLeft = 0
    port.onmessage = ({ data }: MessageEvent<PlaybackCommand>) => this.execute(data)
  }

  /** Executes a command. */
  execute(command: PlaybackCommand): void {
    if (command.type === 'write') this.write(command.itemId, command.samples)
    else if (command.type === 'stop') this.stop()
    else {
      const { createResampler, contextRate } = this.tools
      this.resample = createResampler(command.sampleRate, contextRate)
      this.ratio = command.sampleRate / contextRate
      this.bufferSamples = (command.bufferMs * contextRate) / 1_000
    }
  }

  /** Queues samples of an item. */
  write(itemId: string, samples: Int16Array): void {
    const converted = this.resample(Float32Array.from(samples, (sample) => sample / 32_768))
    if (converted.length === 0) return
    this.queue.push({ itemId, samples: converted })
    this.waiting += converted.length
    this.idleSamples = 0
  }

  /** Discards the queue. Fades out for 5 ms, because audio that stops abruptly clicks. */
  stop(): void {
    if (this.isPlaying) {
      this.fadeFrom = this.last
      this.fadeLeft = this.tools.contextRate / 200
    }
    this.queue = []
    this.offset = 0
    this.waiting = 0
    this.isPlaying = false
    this.report()
  }

  /** Renders one block of output. */
  process(_inputs: Float32Array[][], outputs: Float32Array[][]): void {
    const output = outputs[0]?.[0]
    if (!output) return
    // Audio too short to fill the buffer is played once no more arrives.
    this.idleSamples += output.length
    const isReady = this.waiting >= this.bufferSamples || this.idleSamples > this.bufferSamples * 2
    if (isReady && this.waiting > 0) this.isPlaying = true
    for (let index = 0; index < output.length; index += 1) output[index] = this.nextSample()
    for (const other of outputs[0]?.slice(1) ?? []) other.set(output)
    this.level = Math.max(this.level, this.tools.loudness(output))
    this.sinceReport += output.length
    const hasEnded = this.isPlaying && this.waiting === 0
    if (hasEnded) this.isPlaying = false
    if (hasEnded || (this.isPlaying && this.sinceReport >= this.tools.contextRate / 100)) this.report()
  }

  /** Returns the next sample: of the fade-out, of the queue, or silence. */
  nextSample(): number {
    if (this.fadeLeft > 0) {
      this.fadeLeft -= 1
      return (this.fadeFrom * this.fadeLeft) / (this.tools.contextRate / 200)
    }
    const entry = this.isPlaying ? this.queue[0] : undefined
    if (!entry) return 0
    if (entry.itemId !== this.itemId) {
      this.itemId = entry.itemId
      this.played = 0
    }
    this.last = entry.samples[this.offset] as number
    this.offset += 1
    this.played += 1
    this.waiting -= 1
    if (this.offset >= entry.samples.length) {
      this.queue.shift()
      this.offset = 0
    }
    return this.last
  }

  /** Posts a `PlaybackReport`. */
  report(): void {
    const { itemId, level, isPlaying } = this
    const playedSamples = Math.round(this.played * this.ratio)
    this.port.postMessage({ itemId, playedSamples, level, waiting: Math.round(this.waiting * this.ratio), isPlaying })
    this.sinceReport = 0
    this.level = 0
  }
}
