import type { GrowingMarkdown } from './split-blocks.ts'

/** A message of the user. */
export interface UserTurn {
  readonly id: string
  readonly role: 'user'
  readonly text: string
  readonly images: readonly Blob[]
}

/** A tool call of an answer. */
export interface TurnCall {
  readonly id: string
  readonly name: string
  readonly input: string
  readonly result: string | undefined
}

/** An answer of the model, complete or streaming. */
export interface AnswerTurn {
  readonly id: string
  readonly role: 'assistant'
  readonly text: string
  readonly markdown: GrowingMarkdown
  readonly reasoning: string
  readonly calls: readonly TurnCall[]
  readonly state: 'streaming' | 'done' | 'stopped' | 'failed'
  readonly error: unknown
  readonly firstTextMs: number | undefined
  readonly totalMs: number | undefined
  readonly tokens: number | undefined
}

/** A turn of the conversation. */
export type Turn = UserTurn | AnswerTurn

/** Settings of the conversation. */
export interface ChatSettings {
  readonly model: string
  readonly usesTools: boolean
  readonly isJson: boolean
}
