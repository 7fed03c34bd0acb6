import type { AudioSink } from './audio-ends.ts'
import { isBlocked, loadWorklet, type WorkletOptions } from './load-worklet.ts'
import type { PlaybackCommand, PlaybackReport } from './worklet-types.ts'

/** Options of {@link openSpeaker}. */
export interface SpeakerOptions extends WorkletOptions {
  /** Audio to buffer before playback starts, in milliseconds. Defaults to 60. */
  readonly bufferMs?: number | undefined
  /** Called with the level, from 0 to 1, every 10 ms of playback, and with 0 at its end. For a level meter. */
  readonly onLevel?: ((level: number) => void) | undefined
}

/** Maximum number of items whose playback position is kept. */
const maxItems = 32

/**
 * Opens the speaker. Browsers do not play audio before the first user gesture: see {@link Speaker.isBlocked}.
 *
 * @throws {MiraError} `audio_unsupported` if AudioWorklet is not available or its module cannot be loaded.
 */
export async function openSpeaker(options: SpeakerOptions = {}): Promise<Speaker> {
  return new Speaker(await loadWorklet(options), options)
}

/** An open speaker, created by {@link openSpeaker}. */
export class Speaker implements AudioSink {
  readonly #context: AudioContext
  readonly #options: SpeakerOptions
  readonly #node: AudioWorkletNode
  readonly #played = new Map<string, number>()
  #sampleRate = 24_000
  #isPlaying = false

  /** @internal */
  constructor(context: AudioContext, options: SpeakerOptions) {
    this.#context = context
    this.#options = options
    this.#node = new AudioWorkletNode(context, 'mira-playback', { numberOfInputs: 0, outputChannelCount: [1] })
    this.#node.port.onmessage = ({ data }: MessageEvent<PlaybackReport>) => this.#note(data)
    this.#node.connect(context.destination)
  }

  /**
   * Whether the browser blocks playback: until a user gesture, or during an interruption by the system, such as a phone
   * call on iOS. Call `resume` in the event handler of a gesture.
   */
  get isBlocked(): boolean {
    return isBlocked(this.#context)
  }

  /** Whether audio is playing. */
  get isPlaying(): boolean {
    return this.#isPlaying
  }

  /** Audio node of the output, to connect effects or a recorder to. */
  get node(): AudioNode {
    return this.#node
  }

  /** Resumes playback blocked by the browser. Call it in the event handler of a user gesture. */
  resume(): Promise<void> {
    return this.#context.resume()
  }

  /** Sets the sample rate of the audio to be written. Call it before the first `write`. */
  async start(sampleRate: number): Promise<void> {
    this.#sampleRate = sampleRate
    this.#post({ type: 'start', sampleRate, bufferMs: this.#options.bufferMs ?? 60 })
  }

  /** Queues 16-bit mono samples of an item for playback. */
  write(itemId: string, samples: Int16Array): void {
    this.#post({ type: 'write', itemId, samples })
  }

  /** Stops playback immediately and discards queued audio. */
  stop(): void {
    this.#post({ type: 'stop' })
  }

  /** Returns the number of rendered samples of an item, accurate to 10 ms. */
  playedSamples(itemId: string): number {
    return this.#played.get(itemId) ?? 0
  }

  /** Returns how much of an item has been played, in milliseconds: the rendered audio minus the output latency. */
  playedMs(itemId: string): number {
    const latencyMs = (this.#context.outputLatency || this.#context.baseLatency || 0) * 1_000
    const renderedMs = (this.playedSamples(itemId) * 1_000) / this.#sampleRate
    return Math.max(0, this.#isPlaying ? renderedMs - latencyMs : renderedMs)
  }

  /** Stops playback. Closes the audio context unless it was passed in the options. */
  async close(): Promise<void> {
    this.stop()
    this.#node.disconnect()
    this.#node.port.onmessage = null
    if (!this.#options.context && this.#context.state !== 'closed') await this.#context.close()
  }

  #post(command: PlaybackCommand): void {
    this.#node.port.postMessage(command)
  }

  #note({ itemId, playedSamples, level, isPlaying }: PlaybackReport): void {
    this.#isPlaying = isPlaying
    this.#options.onLevel?.(isPlaying ? level : 0)
    if (itemId === undefined) return
    this.#played.set(itemId, playedSamples)
    if (this.#played.size > maxItems) this.#played.delete(this.#played.keys().next().value as string)
  }
}
