import type { AudioSink } from './audio-ends.ts'
import { loadWorklet, type WorkletOptions } from './load-worklet.ts'
import type { PlaybackCommand, PlaybackReport } from './register-processors.ts'

/** Options of {@link openSpeaker}. */
export interface SpeakerOptions extends WorkletOptions {
  /** Sound that must wait before the first is played, in milliseconds (default 60). */
  readonly bufferMs?: number | undefined
  /** Called every 10 ms of sound with its loudness, from 0 to 1, for a meter; once with 0 at its end. */
  readonly onLevel?: ((level: number) => void) | undefined
}

/** Items whose place is remembered. */
const maxItems = 32

/** Opens the loudspeaker. Before the user's first gesture a browser plays nothing: see `isBlocked`. */
export async function openSpeaker(options: SpeakerOptions = {}): Promise<Speaker> {
  return new Speaker(await loadWorklet(options), options)
}

/** An open loudspeaker. */
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

  /** Whether the browser waits for a gesture of the user; `resume()` in its handler lets it play. */
  get isBlocked(): boolean {
    return this.#context.state === 'suspended'
  }

  get isPlaying(): boolean {
    return this.#isPlaying
  }

  /** What plays, for effects and recordings of your own. */
  get node(): AudioNode {
    return this.#node
  }

  resume(): Promise<void> {
    return this.#context.resume()
  }

  async start(sampleRate: number): Promise<void> {
    this.#sampleRate = sampleRate
    this.#tell({ type: 'start', sampleRate, bufferMs: this.#options.bufferMs ?? 60 })
  }

  write(itemId: string, samples: Int16Array): void {
    this.#tell({ type: 'write', itemId, samples })
  }

  stop(): void {
    this.#tell({ type: 'stop' })
  }

  /** Samples of an item that were rendered, known to 10 ms. */
  playedSamples(itemId: string): number {
    return this.#played.get(itemId) ?? 0
  }

  /** What was rendered, less what is still on its way to the ear. */
  playedMs(itemId: string): number {
    const latencyMs = (this.#context.outputLatency || this.#context.baseLatency || 0) * 1_000
    const renderedMs = (this.playedSamples(itemId) * 1_000) / this.#sampleRate
    return Math.max(0, this.#isPlaying ? renderedMs - latencyMs : renderedMs)
  }

  async close(): Promise<void> {
    this.stop()
    this.#node.disconnect()
    this.#node.port.onmessage = null
    if (!this.#options.context && this.#context.state !== 'closed') await this.#context.close()
  }

  #tell(command: PlaybackCommand): void {
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
