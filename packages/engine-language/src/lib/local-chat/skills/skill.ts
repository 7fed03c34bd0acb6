import type { Conversation } from '../conversation.ts'
import type { Extractor } from '../extraction/fill-fields.ts'
import type { Instructions } from '../instructions.ts'
import type { Calculator } from './arithmetic/calculator.ts'

/** What a skill works on. */
export interface SkillContext {
  /** The request to answer: the last message, or one sentence of it. */
  readonly text: string
  readonly conversation: Conversation
  readonly instructions: Instructions
  readonly extractor: Extractor
  readonly calculator: Calculator
}

/** What a skill found. */
export interface SkillAnswer {
  /** The answer in full sentences. */
  readonly text: string
  /** The bare answer, for those who asked for nothing else. */
  readonly brief?: string | undefined
  /** The answer as a value, for a field that asks for it. */
  readonly value?: unknown
  /** 0 to 1: how surely the request was meant for this skill. */
  readonly score: number
  /** What was computed, for the trace. */
  readonly how: string
}

/** One thing that can truly be computed. It answers `undefined` to what is not its own. */
export interface Skill {
  readonly name: string
  answer(context: SkillContext): Promise<SkillAnswer | undefined> | SkillAnswer | undefined
}
