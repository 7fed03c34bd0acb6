import type { Engine, EngineCallOptions } from './engine.ts'

/** A word as it was heard; times in seconds from the beginning of the sound. */
export interface TranscriptWord {
  readonly word: string
  readonly start: number
  readonly end: number
  /** Probability the recogniser gives it against what else it may have been, 0 to 1. */
  readonly confidence: number
}

/** What was said between two pauses; times in seconds. */
export interface TranscriptSegment {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** What was said. */
export interface Transcript {
  /** All segments, with capitals, digits and full stops put in by rule. */
  readonly text: string
  /** BCP 47 tag. */
  readonly language: string
  readonly durationSeconds: number
  readonly segments: readonly TranscriptSegment[]
  /** Lower-case words as recognised, numbers spelled out; empty unless asked for. */
  readonly words: readonly TranscriptWord[]
}

export interface TranscribeOptions extends EngineCallOptions {
  /** BCP 47 tag of what is spoken; the engine refuses what it does not know. */
  readonly language?: string | undefined
  /** Gives each word with its times (default false). */
  readonly words?: boolean | undefined
}

/** Recognition while the sound comes in. */
export interface TranscriptionStream {
  /**
   * Takes the next 20 to 100 ms of 16 kHz mono sound.
   *
   * @returns What the utterance seems to be so far; later sound may change it.
   */
  push(samples: Int16Array): Promise<string>
  /** Ends the utterance and tells what was said; the next `push` begins another, at time 0. */
  finish(): Promise<Transcript>
  /** Frees what the stream holds. Safe to call twice. */
  close(): Promise<void>
}

/** Turns speech into text. */
export interface TranscriptionEngine extends Engine {
  /** BCP 47 tags it understands. */
  readonly languages: readonly string[]
  /**
   * @param samples 16 kHz mono sound; an `AudioDecoder` makes it of a file.
   * @throws {EngineInputError} for sound without a sample or a language it does not understand.
   */
  transcribe(samples: Int16Array, options?: TranscribeOptions): Promise<Transcript>
  /**
   * Opens a session of its own for live sound; `signal` closes it.
   *
   * @throws {EngineUnavailableError} `busy` when as many are open as the engine allows.
   */
  openStream(options?: TranscribeOptions): Promise<TranscriptionStream>
}
