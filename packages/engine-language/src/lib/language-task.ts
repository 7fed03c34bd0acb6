import type { ChatEvent, ModerationResult } from '@mira/engine'

/** Task that the engines of this package send to their process. */
export type LanguageTask = ChatTask | EmbedTask | ModerateTask | CountTask | CountPromptTask

/** Task to respond to a chat request. */
export interface ChatTask {
  readonly kind: 'chat'
  /** JSON of a `ChatRequest`, without its images. */
  readonly request: string
  /** Descriptions of the images of the last user message; undefined if there is no vision engine. */
  readonly imageDescriptions: readonly string[] | undefined
  /** Reference time for relative dates such as "today". */
  readonly now: Date
  readonly timeZone: string
}

/** Task to embed texts. */
export interface EmbedTask {
  readonly kind: 'embed'
  readonly texts: readonly string[]
  /** Length of the returned vectors. */
  readonly dimensions: number
}

/** Task to moderate texts. */
export interface ModerateTask {
  readonly kind: 'moderate'
  readonly texts: readonly string[]
}

/** Task to count the tokens of a text. */
export interface CountTask {
  readonly kind: 'count'
  readonly text: string
}

/** Task to count the tokens of a prompt. */
export interface CountPromptTask {
  readonly kind: 'count_prompt'
  /** JSON of a `ChatRequest`, without its images. */
  readonly request: string
}

/** Results by kind of task. */
export interface LanguageResults {
  readonly chat: readonly ChatEvent[]
  readonly embed: EmbedResult
  readonly moderate: readonly ModerationResult[]
  readonly count: number
  readonly count_prompt: number
}

/** Result of an {@link EmbedTask}. */
export interface EmbedResult {
  /** Concatenated vectors, in the order of the texts. */
  readonly numbers: Float32Array
  /** Total number of tokens of all texts. */
  readonly tokens: number
}
