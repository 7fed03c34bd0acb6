import type { Utterance } from './split-utterances.ts'

/** How a recogniser is tuned: for whole utterances, or for the shortest wait after the last word. */
export type RecogniserMode = 'file' | 'live'

/** What the child process is given. */
export interface RecogniserData {
  readonly modulePath: string
  readonly mode: RecogniserMode
}

/** Work of the child process. Each task is one utterance or less, so that callers take turns between utterances. */
export type RecogniserTask =
  /** Finds the utterances of a sound. */
  | { readonly kind: 'split'; readonly samples: Int16Array }
  /** Recognizes a whole utterance. */
  | { readonly kind: 'recognize'; readonly samples: Int16Array }
  /** Takes a part of an utterance, of which so many samples were sent before. */
  | { readonly kind: 'feed'; readonly samples: Int16Array; readonly sentSamples: number }
  /** Ends an utterance that was sent in parts. */
  | { readonly kind: 'finish'; readonly sentSamples: number }

/** A word with the seconds from the beginning of its utterance. */
export interface RecognizedWord {
  readonly word: string
  readonly start: number
  readonly end: number
  readonly confidence: number
}

/** Outcome of a {@link RecogniserTask}: each kind fills in its own fields. */
export interface RecogniserResult {
  /** After `split`. */
  readonly utterances: readonly Utterance[]
  /** After `feed`: the words so far. */
  readonly partial: string
  /** After `recognize` and `finish`. */
  readonly words: readonly RecognizedWord[]
  /** The same as readable text. */
  readonly text: string
}
