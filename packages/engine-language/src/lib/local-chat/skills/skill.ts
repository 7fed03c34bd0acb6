import type { Conversation } from '../conversation.ts'
import type { Extractor } from '../extraction/extractor.ts'
import type { Instructions } from '../instructions.ts'
import type { Calculator } from './arithmetic/calculator.ts'

/** Context of a skill. */
export interface SkillContext {
  /** Request to answer: the last message or one of its sentences. */
  readonly text: string
  readonly conversation: Conversation
  readonly instructions: Instructions
  readonly extractor: Extractor
  readonly calculator: Calculator
  /** Whether the answer is spoken to the user. */
  readonly isSpoken: boolean
}

/** Maximum length of the texts that skills without data read, in characters. */
export const maxShortText = 1_000

/** Answer of a skill. */
export interface SkillAnswer {
  /** Answer in full sentences. */
  readonly text: string
  /** Bare answer, for requests that ask for nothing else. */
  readonly brief?: string | undefined
  /** Answer as a value, for JSON fields. */
  readonly value?: unknown
  /** Confidence that the request is meant for this skill, 0 to 1. */
  readonly score: number
  /** Explanation of the computation, for the trace. */
  readonly how: string
}

/** Single capability of the engine. Returns `undefined` for requests that it does not handle. */
export interface Skill {
  readonly name: string
  /**
   * Whether the skill works on data of any length. The others are skipped for texts of more than `maxShortText`
   * characters, and read runs of spaces as one, because their patterns are not linear.
   */
  readonly readsLongText?: true
  answer(context: SkillContext): Promise<SkillAnswer | undefined> | SkillAnswer | undefined
}
