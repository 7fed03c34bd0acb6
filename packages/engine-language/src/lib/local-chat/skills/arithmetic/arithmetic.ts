import type { Skill } from '../skill.ts'
import { findFormula } from './find-formula.ts'

/** Computes sums, percentages, powers, roots and averages. */
export const arithmetic: Skill = {
  name: 'arithmetic',
  async answer({ text, calculator }) {
    const formula = findFormula(text)
    if (!formula) return undefined
    const result = await calculator.calculate(formula)
    if (result === undefined) return undefinedResult(formula)
    const shown = formula
      .replace(/\s*([-+*/^%])\s*/g, ' $1 ')
      .replace(/\(\s+/g, '(')
      .trim()
    const isShare =
      /\bwhat (?:percent|percentage|%)|\bpercent(?:age)? (?:change|increase|decrease)\b|\bis what percent/i.test(text)
    const answer = isShare ? `${result}%` : result
    return {
      text: `${shown} = ${answer}`,
      brief: answer,
      value: Number(result),
      score: 0.9,
      how: `${formula} = ${result}`,
    }
  },
}

function undefinedResult(formula: string) {
  if (!/\/\s*\(?\s*0(?![.\d])/.test(formula)) return undefined
  return {
    text: `${formula} has no value: division by zero is undefined.`,
    brief: 'undefined',
    score: 0.9,
    how: 'division by zero',
  }
}
