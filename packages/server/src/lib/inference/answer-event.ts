import type { ChoiceEvent } from './generate-choices.ts'

/** Tool call that the server runs itself. */
export interface BuiltInCall {
  readonly type: 'built_in_call'
  readonly index: number
  readonly id: string
  readonly name: string
  readonly arguments: Readonly<Record<string, unknown>>
}

/** Text that declines the request. Only fixed answers contain it; engines decline in their text. */
export interface Refusal {
  readonly type: 'refusal'
  readonly text: string
}

/** Event of a generated answer. */
export type AnswerEvent = ChoiceEvent | ((BuiltInCall | Refusal) & { readonly choice?: number })
