import { isAccountedFor, wordPattern } from '../is-accounted-for.ts'
import { writeNumbers } from '../number-words.ts'
import { shortUnitPattern, unitNamed, unitPattern } from './unit-names.ts'
import { groupMentions, toUnitQuestion, type UnitMention, type UnitQuestion } from './unit-question.ts'

const amount = String.raw`-?\d[\d,]*(?:\.\d+)?|-?\.\d+|\(\d+\/\d+\)|\d+\/\d+`
const mentionPattern = new RegExp(
  String.raw`(?<![\w.])(?:(${amount})(?:\s*|-|\s+of an?\s+|\s+of\s+)(${shortUnitPattern})|(an?|1|one|single|per)\s+(${unitPattern})|(?<![\w])(${unitPattern}))`,
  'gi',
)
const vocabulary = /* @__PURE__ */ wordPattern(`
  convert converting converted conversion conversions change turn transform switch translate number amount total equal equals
  equivalent correspond make makes up fit go goes be into in from between by there then if had way easy easily formula measure
  measurement unit units worth roughly approximately help assist explain step steps am tall long heavy far wide deep high fast hot cold
  warm big express expressed written as same each a an per single whole one he she he's she's would should could does might wanna
  gonna any got using value going try trying wondering`)

/** A day or an hour of the calendar is no unit. */
const asksForTime =
  /\b(?:what|which) (?:day|date|time|month|year|week|hour)\b|\bday of the (?:week|month|year)\b|\bnow\b|\btoday\b/i

/**
 * Reads an English question about units: two units, one of them with an amount, and nothing that asks for more.
 *
 * @returns The quantity, of one or more units, and the unit asked for.
 */
export function readUnitQuestion(text: string): UnitQuestion | undefined {
  if (text.length > 300 || asksForTime.test(text)) return undefined
  const said = writeAmounts(text)
  const mentions = findMentions(said)
  if (mentions.length < 2 || !isAccountedFor(blank(said, mentions), { vocabulary })) return undefined
  const groups = groupMentions(said, mentions)
  const [first, second] = groups
  if (!first || !second || groups.length > 2) return undefined
  return choose(said, first, second)
}

function writeAmounts(text: string): string {
  return writeNumbers(text.trim().replace(/\s+/g, ' '))
    .replace(/(\d)['’′]\s?(?=\d)/g, '$1 ft ')
    .replace(/(\d)\s?(?:["”″]|''|’’)/g, '$1 inch')
    .replace(/\b(?:an? )?half(?: of)? an? (?=\w)|\ban? half (?=\w)/gi, '0.5 ')
    .replace(
      /\b(?:an? )?(quarter|third|fourth|fifth|tenth)(?: of an?| an?) (?=\w)/gi,
      (_, name: string) =>
        ({ quarter: '0.25 ', fourth: '0.25 ', third: '(1/3) ', fifth: '0.2 ', tenth: '0.1 ' })[name.toLowerCase()] ??
        '',
    )
    .replace(/(\d)\s*°\s*([CF])\b/gi, '$1 °$2')
    .replace(/(\d) ?([cf]) (to|in|into) ([cf])(?=[?.!]*$)/gi, '$1 °$2 $3 °$4')
    .replace(/(\d) ?(?:foot|feet|ft) (\d{1,2})(?= (?:in|to|into) (?:centi|cm|met|m\b|inch))/gi, '$1 ft $2 inch')
    .replace(/[?.!]+$/, '')
}

function findMentions(said: string): UnitMention[] {
  return [...said.matchAll(mentionPattern)].map((match) => {
    const [whole, figure, short, article, afterArticle, bare] = match
    return {
      amount: figure?.replaceAll(',', '') ?? (article === undefined ? undefined : '1'),
      isArticle: article !== undefined && !/^(?:1|one|single)$/i.test(article),
      name: short ?? afterArticle ?? bare ?? '',
      start: match.index,
      end: match.index + whole.length,
    }
  })
}

function blank(said: string, mentions: readonly UnitMention[]): string {
  return mentions.reduceRight((rest, { start, end }) => `${rest.slice(0, start)} ${rest.slice(end)}`, said)
}

function choose(said: string, first: UnitMention[], second: UnitMention[]): UnitQuestion | undefined {
  const [a, b] = [isQuantity(first), isQuantity(second)]
  if (a && b) return undefined
  if (a || b) return toQuestion(a ? first : second, a ? second : first, false)
  const [isFirst, isSecond] = [hasArticle(first), hasArticle(second)]
  if (isFirst !== isSecond) return toQuestion(isFirst ? first : second, isFirst ? second : first, false)
  // "How many cups in a quart" asks for the first unit, "convert cups to quarts" for the second.
  const asksForFirst = /\bhow (?:many|much)\b|\bnumber of\b/i.test(said)
  return toQuestion(asksForFirst ? second : first, asksForFirst ? first : second, true)
}

function hasArticle([first]: readonly UnitMention[]): boolean {
  return first?.isArticle === true
}

function isQuantity(group: readonly UnitMention[]): boolean {
  return group.some(({ amount: figure, isArticle }) => figure !== undefined && !isArticle)
}

function toQuestion(
  from: readonly UnitMention[],
  to: readonly UnitMention[],
  isRate: boolean,
): UnitQuestion | undefined {
  const question = toUnitQuestion({ from, to, isRate, unitNamed })
  return question && withFluids(isRate ? { ...question, from: `1 ${toSingular(question.from)}` } : question)
}

function toSingular(name: string): string {
  return name.replace(/^feet$/i, 'foot').replace(/(?<=ch)es$|(?<=[a-z]{2})s$/i, '')
}

const volume = /L$|^(?:floz|gallon|42 gallon|quart|pint|cup)$/

/** An ounce beside a measure of volume is a fluid one. */
function withFluids(question: UnitQuestion): UnitQuestion {
  const isVolume = volume.test(question.target) || question.parts.some(({ unit }) => volume.test(unit))
  const toFluid = (unit: string) => (isVolume && unit === 'oz' ? 'floz' : unit)
  return {
    ...question,
    target: toFluid(question.target),
    parts: question.parts.map(({ amount: figure, unit }) => ({ amount: figure, unit: toFluid(unit) })),
  }
}
