import type { Engine, EngineCallOptions } from './engine.ts'

/** Transcribed word. Times are in seconds from the start of the audio. */
export interface TranscriptWord {
  readonly word: string
  readonly start: number
  readonly end: number
  /** Probability of this word among the recognizer's alternatives, 0 to 1. */
  readonly confidence: number
}

/** Speech between two pauses. Times are in seconds. */
export interface TranscriptSegment {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** Transcription result. */
export interface Transcript {
  /** Text of all segments, with rule-based capitalization, digits and punctuation. */
  readonly text: string
  /** BCP 47 tag of the language. */
  readonly language: string
  readonly durationSeconds: number
  readonly segments: readonly TranscriptSegment[]
  /** Recognized words in lower case, with numbers spelled out. Empty unless requested. */
  readonly words: readonly TranscriptWord[]
}

/** Options for transcription. */
export interface TranscribeOptions extends EngineCallOptions {
  /** BCP 47 tag of the spoken language. Languages that the engine does not support are rejected. */
  readonly language?: string | undefined
  /** Whether to include words with timestamps. Defaults to false. */
  readonly words?: boolean | undefined
}

/** Live transcription session. */
export interface TranscriptionStream {
  /**
   * Processes the next 20 to 100 ms of 16 kHz mono audio.
   *
   * @returns The partial transcript of the utterance. Later audio may change it.
   */
  push(samples: Int16Array): Promise<string>
  /** Ends the utterance and resolves with its transcript. The next `push` starts a new utterance at time 0. */
  finish(): Promise<Transcript>
  /** Releases the resources of the stream. Idempotent. */
  close(): Promise<void>
}

/** Converts speech into text. */
export interface TranscriptionEngine extends Engine {
  /** BCP 47 tags of the supported languages. */
  readonly languages: readonly string[]
  /** Whether transcripts can include words with timestamps. Defaults to true. */
  readonly hasWords?: boolean | undefined
  /**
   * Transcribes audio.
   *
   * @param samples - 16 kHz mono audio. Use an `AudioDecoder` to decode a file.
   * @throws {EngineInputError} when there are no samples or the language is not supported.
   */
  transcribe(samples: Int16Array, options?: TranscribeOptions): Promise<Transcript>
  /**
   * Opens a session for live audio. Aborting `signal` closes it.
   *
   * @throws {EngineUnavailableError} `busy` when the engine's limit of open sessions is reached.
   */
  openStream(options?: TranscribeOptions): Promise<TranscriptionStream>
}
