import * as chrono from 'chrono-node/en'
import type { Calculator } from './arithmetic/calculator.ts'
import type { Skill, SkillAnswer, SkillContext } from './skill.ts'

const more =
  'larger|bigger|greater|higher|more|longer|heavier|later|older|taller|faster|hotter|largest|biggest|greatest|highest|longest|heaviest|latest|newer|newest|further'
const less =
  'smaller|less|lower|fewer|shorter|lighter|earlier|slower|colder|smallest|lowest|shortest|lightest|earliest|first|younger|cheaper'
const question = new RegExp(String.raw`\b(?:which|what)\b.*?\b(${more}|${less})\b[,:]?\s*(?:between\s+)?(.+)$`, 'i')
const separator = /(?:,\s*|\s+)(?:or|and|vs\.?|versus)\s+/i
const claim = new RegExp(String.raw`^\s*(?:is|are|was)\s+(.+?)\s+(${more}|${less})\s+than\s+(.+?)[?.!]*$`, 'i')

/** Compares two numbers, quantities or dates. */
export const comparing: Skill = {
  name: 'comparing',
  async answer(context) {
    const asked = question.exec(context.text)
    const found = asked?.[2] === undefined ? null : separator.exec(asked[2])
    if (asked?.[2] && found) {
      const [first, second] = [asked[2].slice(0, found.index), asked[2].slice(found.index + found[0].length)]
      return compare({ first, second, word: asked[1] ?? '' }, context)
    }
    const claimed = claim.exec(context.text)
    if (!claimed) return undefined
    const answer = await compare({ first: claimed[1] ?? '', second: claimed[3] ?? '', word: claimed[2] ?? '' }, context)
    return answer && toYesOrNo(answer, claimed[1] ?? '')
  },
}

function toYesOrNo(answer: SkillAnswer, subject: string): SkillAnswer {
  const isSo = answer.brief === tidy(subject)
  return { ...answer, text: `${isSo ? 'Yes' : 'No'}: ${answer.text}`, brief: isSo ? 'yes' : 'no', value: isSo }
}

async function compare(
  { first, second, word }: { readonly first: string; readonly second: string; readonly word: string },
  context: SkillContext,
): Promise<SkillAnswer | undefined> {
  const [a, b] = [tidy(first), tidy(second)]
  const difference = (await compareQuantities(context.calculator, a, b)) ?? compareDates(context, a, b)
  if (difference === undefined) return undefined
  if (difference === 0)
    return { text: `${a} and ${b} are equal.`, brief: 'equal', value: 'equal', score: 0.92, how: `${a} = ${b}` }
  const wantsMore = new RegExp(`^(?:${more})$`, 'i').test(word)
  const winner = difference > 0 === wantsMore ? a : b
  const comparative = word
    .replace(/^(?:first)$/i, 'earlier')
    .replace(/est$/i, 'er')
    .toLowerCase()
  const loser = winner === a ? b : a
  return {
    text: `${winner} is ${comparative} than ${loser}.`,
    brief: winner,
    value: winner,
    score: 0.93,
    how: `${a} ${difference > 0 ? '>' : '<'} ${b}`,
  }
}

function tidy(text: string): string {
  return text
    .trim()
    .replace(/^(?:is|are|number|the|a)\s+/i, '')
    .replace(/[?.!,]+$/, '')
}

async function compareQuantities(calculator: Calculator, a: string, b: string): Promise<number | undefined> {
  if (!/^[-$€£]?\d/.test(a) || !/^[-$€£]?\d/.test(b) || /\d{4}-\d\d-\d\d/.test(a)) return undefined
  const math = await calculator.loadMath()
  const clean = (text: string) => text.replace(/[$€£,]/g, '')
  try {
    return Number(math.compare(math.evaluate(checked(clean(a))), math.evaluate(checked(clean(b)))))
  } catch {
    return undefined
  }
}

const maxQuantity = 40

/** Validates a quantity: a number with at most one unit. */
function checked(text: string): string {
  const found = text.slice(0, maxQuantity + 1).match(/^(-?\d+(?:\.\d+)?)\s*([a-z]+)?$|^(-?\d+)\s*\/\s*(\d+)$/i)
  if (!found || text.length > maxQuantity) throw new RangeError('Not a quantity')
  return text.replace(/\b(kilo|pound|lb)s?\b/i, (name) => (/kilo/i.test(name) ? 'kg' : 'lbm'))
}

function compareDates({ extractor }: SkillContext, a: string, b: string): number | undefined {
  const [first, second] = [a, b].map((text) => chrono.parseDate(text, { instant: extractor.now }))
  if (!first || !second) return undefined
  return Math.sign(first.getTime() - second.getTime())
}
