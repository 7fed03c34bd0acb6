import type { Skill, SkillAnswer, SkillContext } from '../skills/skill.ts'
import { toRussianQuestion } from './question.ts'
import { readUnitQuestion } from './units.ts'

const ask =
  /^(?:сколько будет|чему (?:рав(?:но|ен|на)|будет равно)|посчитай(?:те)?|вычисли(?:те)?|сосчитай(?:те)?|найди(?:те)?|реши(?:те)?|сколько|какой будет|раздели(?:те)?(?= \d)|умножь(?:те)?(?= \d))[:\s]+/i

const number = String.raw`(-?\d+(?:\.\d+)?)`

/** Words of formulas, and what they stand for. */
const operators: readonly (readonly [RegExp, string])[] = [
  [new RegExp(String.raw`${number}\s*(?:%|процент\p{L}*)\s*(?:от|из)\s*(?:числа\s*)?`, 'giu'), '$1 / 100 * '],
  [/(?:квадратный )?корень (?:квадратный )?из (?:числа )?(\d+(?:\.\d+)?)/giu, 'sqrt($1)'],
  [/половин[ауы] от (?:числа )?/giu, '0.5 * '],
  [/\s*(?:плюс|прибавить(?: к)?)\s*/giu, ' + '],
  [/\s*(?:минус|отнять|вычесть)\s*/giu, ' - '],
  [/\s*(?:умножить на|умноженное на|умножено на|помножить на|×|х(?=\s*\d))\s*/giu, ' * '],
  [/\s*(?:(?:раз)?делить на|(?:раз)?деленное на|÷)\s*/giu, ' / '],
  [/\s+в квадрате/giu, '^2'],
  [/\s+в кубе/giu, '^3'],
  [/\s+в степени\s+/giu, '^'],
  [/^(\d+(?:\.\d+)?) на (\d+(?:\.\d+)?)$/giu, '$1 * $2'],
]

/** Computes formulas in words and signs, and converts units. */
export const russianComputing: Skill = {
  name: 'computing',
  async answer(context) {
    const question = toRussianQuestion(context.text)
    return (await calculate(question, context)) ?? (await convert(question, context)) ?? compare(question)
  },
}

async function calculate(question: string, { calculator }: SkillContext): Promise<SkillAnswer | undefined> {
  const said = question.replace(ask, '').replace(/\s*=$/, '')
  const formula = operators.reduce((text, [words, sign]) => text.replace(words, sign), said).trim()
  // Whatever is left of the words may change what is asked.
  if (!/^(?:[\d\s.+\-*/^()]|sqrt\()+$/.test(formula) || !/[\d)]\s*[-+*/^]|sqrt/.test(formula)) return undefined
  const result = await calculator.calculate(formula)
  if (result === undefined)
    return /\/\s*0(?![.\d])/.test(formula) ? toAnswer('На ноль делить нельзя.', 'не определено') : undefined
  return toAnswer(`${formula.replace(/\s+/g, ' ')} = ${result}`, result, Number(result))
}

async function convert(text: string, { calculator }: SkillContext): Promise<SkillAnswer | undefined> {
  const question = readUnitQuestion(text)
  if (!question) return undefined
  const math = await calculator.loadMath()
  const { parts, target } = question
  try {
    const value = /^deg/.test(target)
      ? math.unit(parts[0]?.amount ?? 0, parts[0]?.unit ?? '').toNumber(target)
      : parts.reduce((sum, { amount, unit }) => {
          const share = math.evaluate(`${amount} * (${withOne(unit)}) / (${withOne(target)})`) as number
          return sum + math.number(share)
        }, 0)
    if (!Number.isFinite(value) || (/^deg/.test(target) && parts.length > 1)) return undefined
    const shown = String(Number(value.toPrecision(8)))
    return toAnswer(`${question.from} = ${shown} ${question.to}.`, `${shown} ${question.to}`, Number(shown))
  } catch {
    return undefined
  }
}

function withOne(name: string): string {
  return /^\d/.test(name) ? name : `1 ${name}`
}

function compare(question: string): SkillAnswer | undefined {
  const side = String.raw`(-?\d+(?:\.\d+)?(?:/\d+)?)`
  const found = new RegExp(`^(?:что|какое число) (больше|меньше)[:,]? ${side} или ${side}$`, 'iu').exec(question)
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
