import type { Evidence } from '../../extraction/candidate.ts'
import { findMeasuredNumbers, type MeasuredNumber } from '../arguments/measured-numbers.ts'

/** Span of a message that may be an argument. */
export interface Element {
  readonly kind: 'number' | 'date' | 'quoted' | 'name' | 'noun'
  readonly text: string
  readonly start: number
  readonly end: number
  /** Canonical unit of a number. */
  readonly unit?: string | undefined
}

/** Words that begin with a capital letter, with a number that follows them: "Maroon 5". */
const name =
  /(?<![\p{L}\p{N}_'’.@-])\p{Lu}[\p{L}\p{N}'’-]*(?:\.\p{L}+)*(?: \p{Lu}[\p{L}\p{N}'’-]*)*(?: \d{1,2}(?![\p{L}\p{N}.,:/%]))?/gu
/** Name that ends with a figure. */
const numbered = /(?<=(?:,|and|or|&) )\p{Lu}[\p{L}'’-]+ \d{1,2}(?=\s*(?:[,.?!]|and\b|or\b|$))/gu
const region = /^, (?:[A-Z]{2}\b|(?:UK|USA|US)\b)/
/** Lower-case names in a row: "of the nucleus, mitochondria, and cytoplasm". */
const nouns =
  /\b(?:of|for|in|about|between) (?:the )?(\p{L}[\p{L}\p{N}-]*(?: \p{L}[\p{L}\p{N}-]*)?)((?:, (?!and )\p{L}[\p{L}\p{N}-]*(?: \p{L}[\p{L}\p{N}-]*)?)+),? and (\p{L}[\p{L}\p{N}-]*(?: (?!and\b|in\b|for\b|of\b|on\b|at\b)\p{L}[\p{L}\p{N}-]*)?)(?=[,.?!]|$| and | in | for | of | on | at )/giu

/** Finds numbers, calendar dates, quotations and names in their order, none inside another. A city and its region are one name. */
export function findElements({ text, candidates }: Evidence): Element[] {
  const found: Element[] = []
  const add = (element: Element) => {
    if (found.every(({ start, end }) => element.end <= start || element.start >= end)) found.push(element)
  }
  for (const { kind, start, end } of candidates)
    if (kind === 'quoted') add({ kind, text: text.slice(start, end), start, end })
  for (const { kind, start, end, date } of candidates)
    if (kind === 'date' && date?.start.isCertain('day') && date.start.isCertain('month'))
      add({ kind, text: text.slice(start, end), start, end })
  for (const { 0: word, index } of text.matchAll(numbered))
    add({ kind: 'name', ...toSpan(text, { start: index, end: index + word.length }) })
  for (const one of findMeasuredNumbers(text))
    if (isFigure(one)) add({ ...toSpan(text, one), kind: 'number', unit: one.unit })
  for (const { kind, start, end, text: place } of candidates)
    if (kind === 'place' && /^\p{Lu}.*, \p{Lu}/u.test(place)) add({ kind: 'name', text: place, start, end })
  for (const { 0: word, index } of text.matchAll(name)) {
    if (/^I(?:['’]\p{L}+)?$/u.test(word) || (isSentenceStart(text, index) && !/\s/.test(word))) continue
    const start = index + (isSentenceStart(text, index) ? word.indexOf(' ') + 1 : 0)
    const end = index + word.length
    const [added = ''] = region.exec(text.slice(end)) ?? []
    add({ ...toSpan(text, { start, end: end + added.length }), kind: 'name' })
  }
  for (const match of text.matchAll(nouns)) {
    const list = match.slice(1).flatMap((part) => part.split(/, /).filter(Boolean))
    let at = match.index
    for (const noun of list) {
      at = text.indexOf(noun, at)
      add({ kind: 'noun', text: noun, start: at, end: at + noun.length })
      at += noun.length
    }
  }
  return found.toSorted((a, b) => a.start - b.start)
}

const isFigure = ({ isSpelled, ordinalOf }: MeasuredNumber): boolean => !isSpelled && ordinalOf === undefined

function toSpan(text: string, { start, end }: { readonly start: number; readonly end: number }) {
  return { text: text.slice(start, end), start, end }
}

function isSentenceStart(text: string, index: number): boolean {
  return /(?:^|[.?!:]["'”]?\s+)["'“]?$/.test(text.slice(0, index))
}

/** Returns whether two elements may be values of the same parameter. */
export function isAlike(one: Element, other: Element): boolean {
  if (one.kind !== other.kind) return false
  return one.unit === other.unit || one.unit === undefined || other.unit === undefined
}
