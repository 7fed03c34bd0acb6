/** One sentence to be spoken by Flite. */
export interface SpeechTask {
  readonly text: string
  /** Name of a voice inside Flite. */
  readonly voice: string
  /** Factor on every length: 2 is half as fast. */
  readonly durationStretch: number
  /** Mean pitch wanted, in hertz; undefined leaves the voice its own. */
  readonly pitchHz: number | undefined
  readonly sampleRate: number
}

/** What the thread answers: mono samples at the rate asked for. */
export interface SpeechResult {
  readonly samples: Float32Array
}
