import { isMiraError, MiraError } from '@mira/core'
import type { ChatCompletion } from './chat-completion.ts'
import { contentText } from './content-text.ts'
import type { ValidationIssue } from './standard-schema.ts'

/** Why an answer could not be turned into data. */
export type ParseFailure = 'refused' | 'filtered' | 'truncated' | 'not_json' | 'not_valid'

/** An answer that is not the data asked for; `code` is `invalid_output`, and `partial` the completion. */
export class ParseError extends MiraError {
  override readonly name: string = 'ParseError'
  readonly reason: ParseFailure
  /** What the model wrote. */
  readonly text: string
  /** What the validator found wrong; empty when it was not reached. */
  readonly issues: readonly ValidationIssue[]

  constructor(message: string, { reason, completion, issues = [], cause }: ParseErrorOptions) {
    super(`chat.parse: ${message}`, { code: 'invalid_output', operation: 'chat.parse', partial: completion, cause })
    this.reason = reason
    this.text = contentText(completion.choices?.[0]?.message?.content)
    this.issues = issues
  }
}

/** Fields of a {@link ParseError}. */
export interface ParseErrorOptions {
  readonly reason: ParseFailure
  readonly completion: ChatCompletion
  readonly issues?: readonly ValidationIssue[] | undefined
  readonly cause?: unknown
}

/** Tells a {@link ParseError} from any other value; holds across copies of the package. */
export function isParseError(value: unknown): value is ParseError {
  return isMiraError(value) && value.code === 'invalid_output'
}
