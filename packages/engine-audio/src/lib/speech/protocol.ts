import type { SpeechFormat } from '@mira/engine'

/** How Flite is to speak. */
export interface FliteSettings {
  /** Name of a voice inside Flite. */
  readonly voice: string
  /** Factor on every length: 2 is half as fast. */
  readonly durationStretch: number
  /** Mean pitch wanted, in hertz; undefined leaves the voice its own. */
  readonly pitchHz: number | undefined
}

/** How sound is to be written. */
export interface SoundOutput {
  readonly format: SpeechFormat
  readonly sampleRate: number
}

/** Work of the child process. Each task is one sentence at most, so that callers take turns between sentences. */
export type SpeechTask =
  /** Splits a text into sentences for Flite, and speaks the first one. */
  | {
      readonly kind: 'begin'
      readonly text: string
      readonly flite: FliteSettings
      readonly output: SoundOutput
    }
  /** Speaks a further sentence. */
  | {
      readonly kind: 'speak'
      readonly text: string
      readonly flite: FliteSettings
      readonly output: SoundOutput
    }
  /** Splits a text into sentences for eSpeak NG. */
  | { readonly kind: 'split'; readonly text: string }
  /** Writes the sound of a sentence that eSpeak NG made. */
  | {
      readonly kind: 'encode'
      readonly text: string
      readonly wav: Uint8Array
      readonly isFirst: boolean
      readonly output: SoundOutput
    }

/** Outcome of a {@link SpeechTask}. */
export interface SpeechResult {
  /** The sentence that was spoken; empty after `split`, as are the sound and its duration. */
  readonly text: string
  readonly audio: Uint8Array
  readonly durationSeconds: number
  /** Sentences to be spoken; empty after `speak` and `encode`. */
  readonly sentences: readonly string[]
}
