import type { ChatEvent, ModerationResult } from '@mira/engine'

/** Work that the engines of this package send to their process. */
export type LanguageTask = ChatTask | EmbedTask | ModerateTask | CountTask

/** Answers a request. */
export interface ChatTask {
  readonly kind: 'chat'
  /** JSON of a `ChatRequest`, without its images. */
  readonly request: string
  /** Descriptions of the images of the last user message; `undefined` when nothing can describe them. */
  readonly imageDescriptions: readonly string[] | undefined
  /** The moment that "today" is told from. */
  readonly now: Date
  readonly timeZone: string
}

/** Encodes texts. */
export interface EmbedTask {
  readonly kind: 'embed'
  readonly texts: readonly string[]
  /** Length of the vectors. */
  readonly dimensions: number
}

/** Judges texts. */
export interface ModerateTask {
  readonly kind: 'moderate'
  readonly texts: readonly string[]
}

/** Counts the tokens of a text. */
export interface CountTask {
  readonly kind: 'count'
  readonly text: string
}

/** Result by kind of task. */
export interface LanguageResults {
  readonly chat: readonly ChatEvent[]
  readonly embed: EmbedResult
  readonly moderate: readonly ModerationResult[]
  readonly count: number
}

/** Result of an {@link EmbedTask}. */
export interface EmbedResult {
  /** The vectors end to end, in the order of the texts. */
  readonly numbers: Float32Array
  /** Tokens of all texts together. */
  readonly tokens: number
}
