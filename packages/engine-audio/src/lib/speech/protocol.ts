import type { SpeechFormat } from '@mira/engine'

/** Synthesis settings of Flite. */
export interface FliteSettings {
  /** Name of the Flite voice. */
  readonly voice: string
  /** Duration factor: 2 is half the speed. */
  readonly durationStretch: number
  /** Target mean pitch in hertz; undefined keeps the voice's own. */
  readonly pitchHz: number | undefined
}

/** Output encoding. */
export interface AudioOutput {
  readonly format: SpeechFormat
  readonly sampleRate: number
}

/** A task of the child process: at most one sentence, so that sentences are scheduled fairly between callers. */
export type SpeechTask =
  /** Splits a part of a text into sentences for Flite and synthesizes the first one, if there is any. */
  | {
      readonly kind: 'begin'
      readonly text: string
      readonly isFirst: boolean
      readonly flite: FliteSettings
      readonly output: AudioOutput
    }
  /** Synthesizes another sentence. */
  | {
      readonly kind: 'speak'
      readonly text: string
      readonly flite: FliteSettings
      readonly output: AudioOutput
    }
  /** Splits a text into sentences for eSpeak NG. */
  | { readonly kind: 'split'; readonly text: string }
  /** Encodes the audio of a sentence synthesized by eSpeak NG. */
  | {
      readonly kind: 'encode'
      readonly text: string
      readonly wav: Uint8Array
      readonly isFirst: boolean
      readonly output: AudioOutput
    }

/** Result of a {@link SpeechTask}. */
export interface SpeechResult {
  /** The synthesized sentence. After `split`, and `begin` without a word, text, audio and duration are empty. */
  readonly text: string
  readonly audio: Uint8Array
  readonly durationSeconds: number
  /** Sentences still to synthesize; empty after `speak` and `encode`. */
  readonly sentences: readonly string[]
}
