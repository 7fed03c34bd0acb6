import type { Field } from '../../extraction/field.ts'
import { readQuotations, wordsOf } from '../../words.ts'

/** Name of words with capital letters. */
export const capitalized =
  /(?<![\p{L}\p{N}'’.-])\p{Lu}[\p{L}\p{N}'’-]*(?:\.\p{Lu}\.?|\.(?= \p{Lu}\p{Ll}))*(?:(?: (?:of|the|and|de|la))? (?!I(?![\p{L}\p{N}]))\p{Lu}[\p{L}\p{N}'’-]*(?:\.\p{Lu})*\.?(?=[\s,;:!?)]|$|\.))*/gu

const capitals = String.raw`\p{Lu}[\p{L}\p{N}'’.-]*(?: (?:of |the |and |de )?\p{Lu}[\p{L}\p{N}'’-]*(?:\.\p{Lu}\.?)?)*`
const side = String.raw`(?:the |an? )?(${capitals}(?:, \p{Lu}[\p{L}]+)?)`
const end = String.raw`(?![\p{L}\p{N}])`
const pairs: readonly RegExp[] = [
  new RegExp(String.raw`\bbetween ${side} and ${side}${end}`, 'u'),
  new RegExp(String.raw`\bfrom ${side} (?:to|into|until) ${side}${end}`, 'u'),
]
const ends: readonly (readonly [RegExp, RegExp])[] = [
  [/\b(?:from|start|starting|source|origin|departure|base)\b/, /\b(?:to|end|ending|target|destination|arrival)\b/],
  [/(?:1|\bone|\ba|\bfirst)$|\bfirst\b/, /(?:2|\btwo|\bb|\bsecond)$|\bsecond\b/],
]

/** The two sides of "from A to B" or "between A and B" for two parameters that are the two ends of one thing. */
export function readPair(open: readonly Field[], text: string): [Field, string][] {
  for (const [first, second] of ends) {
    const [from, ...others] = open.filter(({ name }) => first.test(name) && !isReadElsewhere(name))
    const [to, ...more] = open.filter(({ name }) => second.test(name) && !isReadElsewhere(name))
    if (!from || !to || others.length + more.length > 0) continue
    for (const pattern of pairs) {
      const [one = '', other = ''] = (pattern.exec(text) ?? []).slice(1).map(withoutStop)
      if (one !== '' && other !== '' && isName(one) && isName(other))
        return [
          [from, one],
          [to, other],
        ]
    }
  }
  const family = open.filter(({ name }) => /(?:[12ab]|\b(?:one|two|first|second))$|^(?:first|second)\b/.test(name))
  const [left, right] = family
  const [before = '', after, ...further] = readQuotations(text)
  if (left && right && family.length === 2 && after !== undefined && further.length === 0)
    return [
      [left, before],
      [right, after],
    ]
  const joined = [
    ...text.matchAll(
      new RegExp(
        String.raw`(${capitalized.source})\s*,?\s*(?:and|with|to|vs\.?|versus)\s+(?:the )?(${capitalized.source})`,
        'gu',
      ),
    ),
  ]
  const [, one, other] = joined.length === 1 ? (joined[0] ?? []) : []
  if (left && right && family.length === 2 && one && other)
    return [
      [left, one.replace(/^(?:Between|Is|Are|Does|Compare) /, '')],
      [right, withoutStop(other)],
    ]
  return []
}

/** The codes of "EUR to CHF" for the two currencies of an exchange. */
export function readCurrencies(open: readonly Field[], text: string): [Field, string][] {
  const currencies = open.filter(({ name }) => /\bcurrency\b/.test(name))
  const from = currencies.find(({ name }) => /\b(?:from|base|source)\b/.test(name))
  const to = currencies.find(({ name }) => /\b(?:to|target|destination|quote)\b/.test(name))
  const [pair, ...more] = [...text.matchAll(/\b([A-Z]{3}) (?:to|into|in|and|against|vs\.?) ([A-Z]{3})\b/g)]
  if (!from || !to || !pair || more.length > 0 || currencies.length !== 2) return []
  return [
    [from, pair[1] ?? ''],
    [to, pair[2] ?? ''],
  ]
}

/** "Sydney, Australia" for a city and its country, if the city is not asked for with it. */
export function readCityAndRegion(open: readonly Field[], text: string): [Field, string][] {
  const [city, ...cities] = open.filter(({ name }) => /^(?:city|town|location|place)(?: name)?$/.test(name))
  const [region, ...regions] = open.filter(({ name }) => /^(?:country|state|region|province)(?: name)?$/.test(name))
  if (!city || !region || cities.length + regions.length > 0 || /\w, ?(?:state|country)/i.test(city.description))
    return []
  const found = [...text.matchAll(new RegExp(`(${capitals}), (${capitals})${end}`, 'gu'))]
  const [, one = '', other = ''] = found.length === 1 ? (found[0] ?? []) : []
  const places: [Field, string][] = [
    [city, one],
    [region, withoutStop(other)],
  ]
  return one === '' ? [] : places
}

/** Removes a full stop, which belongs to an abbreviation only: "Washington D.C." */
export const withoutStop = (name: string): string => name.replace(/(?<!\.\p{L})\.$/u, '')

/** Returns whether a parameter is a time, a currency or a language, which have readers of their own. */
export const isReadElsewhere = (name: string): boolean =>
  /\b(?:date|time|day|year|month|currency|language|lang)\b/.test(name)

const isName = (one: string): boolean => /^[\p{Lu}\d]/u.test(one) && wordsOf(one).length <= 5
