import type { SkillAnswer } from '../skill.ts'

/**
 * Creates an answer about dates.
 *
 * @param value - For JSON. Defaults to `brief`.
 */
export function toDateAnswer(text: string, brief: string, value: unknown = brief): SkillAnswer {
  return { text, brief, value, score: 0.93, how: brief }
}
