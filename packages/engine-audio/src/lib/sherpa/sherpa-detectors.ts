import type { TurnEvent } from '@mira/engine'
import { speechSampleRate, toFloats } from '@mira/engine/audio'
import { type FrameJudge, FrameTurnDetector } from '../voice-activity/frame-turn-detector.ts'
import type { SherpaModule, SherpaVoiceActivity } from './sherpa-onnx.ts'
import type { DetectTask } from './sherpa-task.ts'

/** Samples per frame, which the model is made for: 32 ms at 16 kHz. */
const frameSamples = 512
const frameSeconds = frameSamples / speechSampleRate
/** Shortest speech and silence of the library, in seconds: the detector judges longer ones itself. */
const shortestSeconds = 0.001
/** Speech that the library keeps for its segments, in seconds; nothing reads them. */
const bufferSeconds = 30
/** Limits of the library. */
const thresholds = { min: 0.05, max: 0.95 }

/** Detectors of turns in the process that runs a model, one for each speaker. */
export class SherpaDetectors {
  readonly #sherpa: SherpaModule
  readonly #config: Readonly<Record<string, unknown>>
  readonly #detectors = new Map<number, FrameTurnDetector>()

  constructor(sherpa: SherpaModule, config: Readonly<Record<string, unknown>>) {
    this.#sherpa = sherpa
    this.#config = config
  }

  /** Runs the model once. */
  check(): void {
    new FrameTurnDetector(this.#createJudge(), {}).push(new Int16Array(frameSamples))
  }

  /** Finds the turns in a chunk of audio. A detector that this process does not know begins with it. */
  detect({ detector: id, position, samples, settings, isReset }: DetectTask): TurnEvent[] {
    const detector = this.#detectors.get(id) ?? new FrameTurnDetector(this.#createJudge(), settings, position)
    this.#detectors.set(id, detector)
    detector.configure(settings)
    if (isReset) detector.reset()
    return detector.push(samples)
  }

  release(id: number): undefined {
    this.#detectors.get(id)?.close()
    this.#detectors.delete(id)
  }

  #createJudge(): FrameJudge {
    return new SherpaFrameJudge((threshold) => this.#createActivity(threshold))
  }

  #createActivity(threshold: number): SherpaVoiceActivity {
    const sileroVad = {
      ...(this.#config.sileroVad as object),
      threshold: Math.min(thresholds.max, Math.max(thresholds.min, threshold)),
      minSilenceDuration: shortestSeconds,
      minSpeechDuration: shortestSeconds,
      maxSpeechDuration: 2 * bufferSeconds,
      windowSize: frameSamples,
    }
    const config = { sileroVad, sampleRate: speechSampleRate, numThreads: 1, provider: 'cpu', debug: 0 }
    return new this.#sherpa.Vad(config, bufferSeconds)
  }
}

/** Judges frames by a model. */
class SherpaFrameJudge implements FrameJudge {
  readonly frameSamples = frameSamples
  /** Silero VAD notices the beginning of speech 100 to 300 ms late. */
  readonly lagSamples = 6 * frameSamples
  readonly #create: (threshold: number) => SherpaVoiceActivity
  #activity: SherpaVoiceActivity | undefined
  #threshold = Number.NaN
  /** Length of the speech in progress, in frames. */
  #speechFrames = 0

  constructor(create: (threshold: number) => SherpaVoiceActivity) {
    this.#create = create
  }

  isSpeech(frame: Int16Array): boolean {
    const activity = this.#activity
    if (activity === undefined) return false
    activity.acceptWaveform(toFloats(frame))
    while (!activity.isEmpty()) activity.pop()
    const isSpeech = activity.isDetected()
    this.#speechFrames = isSpeech ? this.#speechFrames + 1 : 0
    // The library keeps the audio of speech that goes on, without a limit.
    if (this.#speechFrames * frameSeconds > bufferSeconds - 1) {
      activity.reset()
      this.#speechFrames = 0
    }
    return isSpeech
  }

  setThreshold(threshold: number): void {
    if (threshold === this.#threshold) return
    this.#threshold = threshold
    this.#activity = this.#create(threshold)
  }

  free(): void {
    this.#activity = undefined
  }
}
