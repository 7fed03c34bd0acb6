import { DateTime } from 'luxon'
import type { Candidate, CandidateKind } from '../extraction/candidate.ts'
import type { Extractor } from '../extraction/extractor.ts'
import { kindsOf, toField } from '../extraction/field.ts'
import { findCandidates } from '../extraction/find-candidates.ts'
import { isNumeric, type JsonSchema, typesOf } from '../json/json-schema.ts'
import { maxRead } from './arguments/measured-numbers.ts'

const listedKinds: readonly CandidateKind[] = ['place', 'person', 'organization', 'quoted', 'email', 'code']
const maxCalls = 16

/** Splits "weather in Paris and London" into two texts if the tool accepts one place. */
export function fanOut(schema: JsonSchema, text: string, extractor: Extractor): string[] {
  const numbers = splitPairs(schema, text) ?? splitNumbers(schema, text) ?? splitCurrencies(schema, text)
  if (numbers) return numbers.slice(0, maxCalls)
  const offsetMinutes = DateTime.fromJSDate(extractor.now, { zone: extractor.timeZone }).offset
  const { candidates } = findCandidates(text, { now: extractor.now, offsetMinutes })
  for (const kind of listedKinds) {
    const group = findGroup(
      text,
      candidates.filter((candidate) => candidate.kind === kind),
    )
    // "London, UK" is one place.
    const isList = group.length > 2 || /\b(?:and|or)\b|&/.test(text.slice(group[0]?.end, group[1]?.start))
    if (group.length < 2 || !isList || countFields(schema, kind) !== 1) continue
    const [first, last] = [group[0], group.at(-1)]
    if (!first || !last) continue
    return group
      .slice(0, maxCalls)
      .map((item) => text.slice(0, first.start) + text.slice(item.start, item.end) + text.slice(last.end))
  }
  return [text]
}

const number = String.raw`-?\d+(?:\.\d+)?`
const pair = String.raw`(?:\(\s*${number}\s*(?:,|and)\s*${number}\s*\)|${number} and ${number})`
const listOfPairs = new RegExp(String.raw`${pair}(?:(?:,|;|,? and) ${pair})+(?![\d.]*\d)`)

const listOfNumbers = new RegExp(String.raw`(?<![\w.])${number}(?:, ?${number})*,? ?and ${number}(?![\d.]*\d)`)
const currencies = '[A-Z]{3} (?:to|and|into|in) [A-Z]{3}'
const listOfCurrencies = new RegExp(`\\b${currencies}(?:(?:,|;|,? and) ${currencies})+\\b`)

/** Splits "the sides 3 and 4, 5 and 12" or "of (45, 60) and (81, 63)" into a text for each pair, for two numbers that are required. */
function splitPairs(schema: JsonSchema, text: string): string[] | undefined {
  if (requiredNumbers(schema).length !== 2) return undefined
  return splitList(text, listOfPairs, new RegExp(String.raw`${number}\s*(?:,|and)\s*${number}`, 'g'))
}

/** Splits "the factorials of 5, 10 and 15" into a text for each number, for the only number of a tool. */
function splitNumbers(schema: JsonSchema, text: string): string[] | undefined {
  const properties = Object.values(schema.properties ?? {})
  const isOnly = properties.filter((one) => typeof one === 'object' && isNumeric(one)).length === 1
  const takesList = properties.some((one) => typeof one === 'object' && typesOf(one).includes('array'))
  if (!isOnly || takesList || requiredNumbers(schema).length !== 1) return undefined
  return splitList(text, listOfNumbers, new RegExp(number, 'g'))
}

/** Splits "USD to EUR and USD to JPY" into a text for each pair of currencies, for two of them that are required. */
function splitCurrencies({ required = [] }: JsonSchema, text: string): string[] | undefined {
  if (required.filter((name) => /currency/i.test(name)).length !== 2) return undefined
  return splitList(text, listOfCurrencies, new RegExp(currencies, 'g'))
}

function requiredNumbers({ properties = {}, required = [] }: JsonSchema): string[] {
  return required.filter((name) => {
    const property = properties[name]
    return typeof property === 'object' && isNumeric(property)
  })
}

/** Returns the text with each item of a list instead of the list; undefined without a list. */
function splitList(text: string, list: RegExp, item: RegExp): string[] | undefined {
  const found = list.exec(text.slice(0, maxRead))
  if (!found) return undefined
  const [start, end] = [found.index, found.index + found[0].length]
  return [...found[0].matchAll(item)].map(
    ([one]) => `${text.slice(0, start)}${one.replace(/\s*,\s*/, ' and ')}${text.slice(end)}`,
  )
}

/** Returns the longest run of candidates separated only by "," or "and". */
function findGroup(text: string, candidates: readonly Candidate[]): Candidate[] {
  let best: Candidate[] = []
  let run: Candidate[] = []
  for (const candidate of candidates) {
    const before = run.at(-1)
    const joined =
      before &&
      !/[.!?]\s/.test(candidate.text) &&
      /^\s*(?:,|&|,?\s*and(?: also)?|,?\s*or)\s*(?:(?:in|to|for|of|from|at|with) )?$/i.test(
        text.slice(before.end, candidate.start),
      )
    run = joined ? [...run, candidate] : [candidate]
    if (run.length > best.length) best = run
  }
  return best
}

/** Counts the string properties that a candidate of this kind could fill; 0 if an array can hold the whole list. */
function countFields(schema: JsonSchema, kind: CandidateKind): number {
  const properties = Object.entries(schema.properties ?? {}).filter(
    (entry): entry is [string, JsonSchema] => typeof entry[1] === 'object',
  )
  if (properties.some(([, property]) => typesOf(property).includes('array'))) return 0
  return properties.filter(([name, property]) => {
    const isText = typesOf(property).includes('string') && !property.enum
    return isText && kindsOf(toField([name], property, (schema.required ?? []).includes(name)))[0] === kind
  }).length
}
