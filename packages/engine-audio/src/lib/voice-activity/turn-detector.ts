import type { TurnDetector, TurnDetectorSettings, TurnEvent } from '@mira/engine'
import { speechSampleRate } from '@mira/engine/audio'
import { createFrameJudge, type FrameJudge, frameSamples, type Strictness } from './fvad.ts'

const frameMs = (frameSamples * 1_000) / speechSampleRate
/** Speech within the window that starts a turn: shorter bursts are coughs, clicks and doors. */
const minSpeechMs = 120
const windowMs = 240
/** Below −57 dB of full scale there is no speech, regardless of the noise. */
const minRms = 45

/**
 * Creates a turn detector: WebRTC's voice activity detection with a minimum speech duration and a silence hangover.
 *
 * Unlike the other engines it runs in this process: a frame of 20 ms always takes microseconds, so the cost is linear
 * in the audio, and a message to another process would cost more.
 */
export async function createTurnDetector(settings: TurnDetectorSettings = {}): Promise<TurnDetector> {
  return new Detector(await createFrameJudge(strictnessOf(settings.threshold)), settings)
}

class Detector implements TurnDetector {
  isSpeaking = false
  readonly #judge: FrameJudge
  readonly #rest = new Int16Array(frameSamples)
  #restLength = 0
  /** Samples processed so far. */
  #position = 0
  /** Whether each recent frame was speech, oldest first. */
  #recent: boolean[] = []
  #silenceMs = 0
  #prefixSamples = 0
  #silenceDurationMs = 0

  constructor(judge: FrameJudge, settings: TurnDetectorSettings) {
    this.#judge = judge
    this.configure(settings)
  }

  configure({ threshold, prefixPaddingMs = 300, silenceDurationMs = 500 }: TurnDetectorSettings): void {
    this.#judge.setStrictness(strictnessOf(threshold))
    this.#prefixSamples = Math.round((prefixPaddingMs * speechSampleRate) / 1_000)
    this.#silenceDurationMs = silenceDurationMs
  }

  push(samples: Int16Array): TurnEvent[] {
    const events: TurnEvent[] = []
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
    this.isSpeaking = false
    this.#recent = []
    this.#silenceMs = 0
  }

  close(): void {
    this.#judge.free()
  }

  #judgeFrame(frame: Int16Array): TurnEvent | undefined {
    const isSpeech = rms(frame) >= minRms && this.#judge.isSpeech(frame)
    this.#position += frameSamples
    return this.isSpeaking ? this.#awaitEnd(isSpeech) : this.#awaitBeginning(isSpeech)
  }

  #awaitBeginning(isSpeech: boolean): TurnEvent | undefined {
    this.#recent.push(isSpeech)
    if (this.#recent.length > windowMs / frameMs) this.#recent.shift()
    const speechFrames = this.#recent.filter(Boolean).length
    if (!isSpeech || speechFrames * frameMs < minSpeechMs) return undefined
    const first = this.#position - (this.#recent.length - this.#recent.indexOf(true)) * frameSamples
    this.reset()
    this.isSpeaking = true
    return { type: 'start', at: Math.max(0, first - this.#prefixSamples) }
  }

  #awaitEnd(isSpeech: boolean): TurnEvent | undefined {
    this.#silenceMs = isSpeech ? 0 : this.#silenceMs + frameMs
    if (this.#silenceMs < this.#silenceDurationMs) return undefined
    this.reset()
    return { type: 'stop', at: this.#position }
  }
}

function rms(frame: Int16Array): number {
  let sum = 0
  for (let index = 0; index < frame.length; index++) sum += frame[index]! ** 2
  return Math.sqrt(sum / frame.length)
}

/** Maps the threshold to the detector's four modes; the second strictest works best for clear microphones. */
function strictnessOf(threshold = 0.5): Strictness {
  if (threshold < 0.25) return 0
  if (threshold < 0.5) return 1
  return threshold < 0.8 ? 2 : 3
}
