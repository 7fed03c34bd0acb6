import { isAccountedFor } from '../is-accounted-for.ts'
import type { Skill, SkillAnswer, SkillContext } from '../skill.ts'
import { findFormula, locateFormula } from './find-formula.ts'
import { writePlainly } from './formula-phrases.ts'
import { formatFormula, readFormula } from './read-formula.ts'

/** Words beside a formula that change nothing. */
const vocabulary = /^(?:equals?|equal|result|answer|value|problem|expression|evaluate|solve|dollars?|euros?|cents)$/

/** Computes sums, percentages, powers, roots and averages of an English question. Each of its words must be part of it. */
export const arithmetic: Skill = {
  name: 'arithmetic',
  answer(context) {
    const { text } = context
    const whole = readFormula(text)
    if (whole) return compute(whole, context)
    const found = locateFormula(text)
    if (!found || !isAccountedFor(found.rest, { vocabulary })) return undefined
    return usesAllFigures(text, found.formula) ? compute(found.formula, context) : undefined
  },
}

/** Computes what a text in any language writes in signs. */
export const signs: Skill = {
  name: 'arithmetic',
  answer(context) {
    const formula = findFormula(context.text)
    return formula && usesAllFigures(context.text, formula) ? compute(formula, context) : undefined
  },
}

async function compute(formula: string, { text, calculator }: SkillContext): Promise<SkillAnswer | undefined> {
  const result = await calculator.calculate(formula)
  if (result === undefined) return undefinedResult(formula)
  const isShare =
    /\bwhat (?:percent|percentage|%)|\bpercent(?:age)? (?:change|increase|decrease)\b|\bis what percent/i.test(text)
  const answer = isShare ? `${result}%` : result
  return {
    text: `${formatFormula(formula)} = ${answer}`,
    brief: answer,
    value: Number(result),
    score: 0.9,
    how: `${formula} = ${result}`,
  }
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
  return (writePlainly(text).match(/\d+(?:\.\d+)?/g) ?? []).map((figure) => String(Number(figure)))
}

function undefinedResult(formula: string): SkillAnswer | undefined {
  if (!/\/\s*\(?\s*0(?![.\d])/.test(formula)) return undefined
  return {
    text: `${formula} has no value: division by zero is undefined.`,
    brief: 'undefined',
    score: 0.9,
    how: 'division by zero',
  }
}
