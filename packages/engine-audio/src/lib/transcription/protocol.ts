/** How a recogniser is tuned: for whole utterances, or for the shortest wait after the last word. */
export type RecogniserMode = 'file' | 'live'

/** What the thread is given at its start. */
export interface RecogniserThreadData {
  readonly modulePath: string
  readonly mode: RecogniserMode
}

/** What the thread is asked: a whole utterance at once, or one in parts. */
export type RecogniserTask =
  | { readonly kind: 'recognize'; readonly samples: Int16Array }
  | { readonly kind: 'feed'; readonly samples: Int16Array }
  | { readonly kind: 'finish' }

/** A word with the seconds from the beginning of its utterance. */
export interface RecognizedWord {
  readonly word: string
  readonly start: number
  readonly end: number
  readonly confidence: number
}

/** `partial` is filled for a part, `words` for what is whole. */
export interface RecogniserResult {
  readonly partial: string
  readonly words: readonly RecognizedWord[]
}
