import type { Utterance } from './split-utterances.ts'

/** Tuning of a recognizer: for whole utterances, or for the lowest latency after the last word. */
export type RecognizerMode = 'file' | 'live'

/** Initial data of the child process. */
export interface RecognizerData {
  readonly modulePath: string
  readonly mode: RecognizerMode
}

/** A task of the child process: at most one utterance, so that utterances are scheduled fairly between callers. */
export type RecognizerTask =
  /** Splits audio into utterances and recognizes the first one: a short recording needs only this task. */
  | { readonly kind: 'begin'; readonly samples: Int16Array }
  /** Recognizes another utterance. */
  | { readonly kind: 'recognize'; readonly samples: Int16Array }
  /** Appends a part of an utterance, after `sentSamples` samples sent before. */
  | { readonly kind: 'feed'; readonly samples: Int16Array; readonly sentSamples: number }
  /** Finishes an utterance that was sent in parts. */
  | { readonly kind: 'finish'; readonly sentSamples: number }

/** A word with its start and end in seconds, relative to the start of its utterance. */
export interface RecognizedWord {
  readonly word: string
  readonly start: number
  readonly end: number
  readonly confidence: number
}

/** Result of a {@link RecognizerTask}; each kind sets its own fields. */
export interface RecognizerResult {
  /** All utterances, set after `begin`. */
  readonly utterances: readonly Utterance[]
  /** Set after `feed`: the words recognized so far. */
  readonly partial: string
  /** Set after `begin`, `recognize` and `finish`. */
  readonly words: readonly RecognizedWord[]
  /** The same words as readable text. */
  readonly text: string
}
