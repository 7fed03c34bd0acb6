import { formatFormula } from '../skills/arithmetic/read-formula.ts'
import type { Skill, SkillAnswer, SkillContext } from '../skills/skill.ts'
import { convertQuantity } from '../skills/units/convert.ts'
import { toRussianQuestion } from './question.ts'
import { readRussianFormula } from './read-formula.ts'
import { readUnitQuestion } from './units.ts'

/** Computes formulas in words and signs, and converts units. */
export const russianComputing: Skill = {
  name: 'computing',
  async answer(context) {
    const question = toRussianQuestion(context.text)
    return (await calculate(question, context)) ?? (await convert(question, context)) ?? compare(question)
  },
}

async function calculate(question: string, { calculator }: SkillContext): Promise<SkillAnswer | undefined> {
  const formula = readRussianFormula(question)
  const result = formula && (await calculator.calculate(formula))
  if (!formula) return undefined
  if (result === undefined)
    return /\/\s*0(?![.\d])/.test(formula) ? toAnswer('На ноль делить нельзя.', 'не определено') : undefined
  const share = /какой процент|сколько процентов/iu.test(question) ? '%' : ''
  return toAnswer(`${formatFormula(formula)} = ${result}${share}`, `${result}${share}`, Number(result))
}

async function convert(text: string, { calculator }: SkillContext): Promise<SkillAnswer | undefined> {
  const question = readUnitQuestion(text)
  if (!question) return undefined
  const value = convertQuantity(await calculator.loadMath(), question.parts, question.target)
  if (value === undefined) return undefined
  const shown = `${question.from} = ${value} ${question.to}.`
  const rate = /^(?:deg|K$)/.test(question.target)
    ? 'Какую температуру перевести?'
    : `1 (${question.from}) = ${value} (${question.to}). Какую величину перевести?`
  return toAnswer(question.isRate ? rate : shown, `${value} ${question.to}`, Number(value))
}

function compare(question: string): SkillAnswer | undefined {
  const side = String.raw`(-?\d+(?:\.\d+)?(?:/\d+)?)`
  const found = new RegExp(`^(?:что|какое (?:из чисел|число)) (больше|меньше)[:,]? ${side} или ${side}$`, 'iu').exec(
    question,
  )
  if (!found) return undefined
  const [, word = '', first = '', second = ''] = found
  const difference = quotientOf(first) - quotientOf(second)
  if (difference === 0) return toAnswer(`${first} и ${second} равны.`, 'равны')
  const chosen = difference > 0 === (word.toLowerCase() === 'больше') ? first : second
  const other = chosen === first ? second : first
  return toAnswer(`${chosen} ${word.toLowerCase()}, чем ${other}.`, chosen)
}

function quotientOf(text: string): number {
  const [dividend = 0, divisor = 1] = text.split('/').map(Number)
  return dividend / divisor
}

function toAnswer(text: string, brief: string, value: unknown = brief): SkillAnswer {
  return { text, brief, value, score: 0.93, how: text }
}
