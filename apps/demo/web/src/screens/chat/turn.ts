import type { GrowingMarkdown } from './split-blocks.ts'

/** What the person said. */
export interface UserTurn {
  readonly id: string
  readonly role: 'user'
  readonly text: string
  readonly pictures: readonly Blob[]
}

/** A function that was called for an answer. */
export interface TurnCall {
  readonly id: string
  readonly name: string
  readonly input: string
  readonly result: string | undefined
}

/** An answer, whole or on its way. */
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

export type Turn = UserTurn | AnswerTurn

/** How answers are asked for. */
export interface ChatSettings {
  readonly model: string
  readonly usesTools: boolean
  readonly isJson: boolean
}
