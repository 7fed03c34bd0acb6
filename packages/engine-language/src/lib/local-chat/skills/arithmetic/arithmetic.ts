import type { Skill } from '../skill.ts'
import { findFormula } from './find-formula.ts'

/** Computes sums, percentages, powers, roots and averages. */
export const arithmetic: Skill = {
  name: 'arithmetic',
  async answer({ text, calculator }) {
    const formula = findFormula(text)
    if (!formula || !usesAllFigures(text, formula)) return undefined
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

/** Returns whether a formula has all figures of a text. One that is left over is a condition, as in "on a 12-hour clock". */
function usesAllFigures(text: string, formula: string): boolean {
  const used = figuresOf(formula)
  return figuresOf(text).every((figure) => {
    const at = used.indexOf(figure)
    if (at >= 0) used.splice(at, 1)
    return at >= 0
  })
}

function figuresOf(text: string): string[] {
  return (text.replace(/(?<=\d),(?=\d{3}\b)/g, '').match(/\d+(?:\.\d+)?/g) ?? []).map((figure) =>
    String(Number(figure)),
  )
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
