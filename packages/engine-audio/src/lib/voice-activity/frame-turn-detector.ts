import type { TurnDetectorSettings, TurnEvent } from '@mira/engine'
import { speechSampleRate } from '@mira/engine/audio'

/** Speech within the window that starts a turn: shorter bursts are coughs, clicks and doors. */
const minSpeechMs = 120
const windowMs = 240

/** Classifies the audio of one speaker frame by frame. */
export interface FrameJudge {
  /** Length of a frame, in samples at 16 kHz. */
  readonly frameSamples: number
  /** Time by which the judge notices speech late, in samples. */
  readonly lagSamples: number
  /** Whether a frame contains speech. */
  isSpeech(frame: Int16Array): boolean
  /** @param threshold - Minimum probability of speech, 0 to 1. */
  setThreshold(threshold: number): void
  free(): void
}

/** Finds turns from judged frames, with a minimum speech duration and a silence hangover. */
export class FrameTurnDetector {
  readonly #judge: FrameJudge
  readonly #frameMs: number
  readonly #rest: Int16Array
  #restLength = 0
  /** Samples processed so far. */
  #position: number
  #isSpeaking = false
  /** Whether each recent frame was speech, oldest first. */
  #recent: boolean[] = []
  #silenceMs = 0
  #prefixSamples = 0
  #silenceDurationMs = 0

  /** @param position - Position of the first sample. Defaults to 0. */
  constructor(judge: FrameJudge, settings: TurnDetectorSettings, position = 0) {
    this.#judge = judge
    this.#frameMs = (judge.frameSamples * 1_000) / speechSampleRate
    this.#rest = new Int16Array(judge.frameSamples)
    this.#position = position
    this.configure(settings)
  }

  configure({ threshold = 0.5, prefixPaddingMs = 300, silenceDurationMs = 500 }: TurnDetectorSettings): void {
    this.#judge.setThreshold(threshold)
    this.#prefixSamples = Math.round((prefixPaddingMs * speechSampleRate) / 1_000)
    this.#silenceDurationMs = silenceDurationMs
  }

  push(samples: Int16Array): TurnEvent[] {
    const events: TurnEvent[] = []
    const { frameSamples } = this.#judge
    for (let start = 0; start < samples.length; ) {
      const taken = Math.min(frameSamples - this.#restLength, samples.length - start)
      this.#rest.set(samples.subarray(start, start + taken), this.#restLength)
      this.#restLength += taken
      start += taken
      if (this.#restLength < frameSamples) break
      this.#restLength = 0
      const event = this.#judgeFrame(this.#rest)
      if (event) events.push(event)
    }
    return events
  }

  reset(): void {
    this.#isSpeaking = false
    this.#recent = []
    this.#silenceMs = 0
  }

  close(): void {
    this.#judge.free()
  }

  #judgeFrame(frame: Int16Array): TurnEvent | undefined {
    const isSpeech = this.#judge.isSpeech(frame)
    this.#position += frame.length
    return this.#isSpeaking ? this.#awaitEnd(isSpeech) : this.#awaitBeginning(isSpeech)
  }

  #awaitBeginning(isSpeech: boolean): TurnEvent | undefined {
    this.#recent.push(isSpeech)
    if (this.#recent.length > windowMs / this.#frameMs) this.#recent.shift()
    const speechFrames = this.#recent.filter(Boolean).length
    if (!isSpeech || speechFrames * this.#frameMs < minSpeechMs) return undefined
    const { frameSamples, lagSamples } = this.#judge
    const first = this.#position - (this.#recent.length - this.#recent.indexOf(true)) * frameSamples - lagSamples
    this.reset()
    this.#isSpeaking = true
    return { type: 'start', at: Math.max(0, first - this.#prefixSamples) }
  }

  #awaitEnd(isSpeech: boolean): TurnEvent | undefined {
    this.#silenceMs = isSpeech ? 0 : this.#silenceMs + this.#frameMs
    if (this.#silenceMs < this.#silenceDurationMs) return undefined
    this.reset()
    return { type: 'stop', at: this.#position }
  }
}
