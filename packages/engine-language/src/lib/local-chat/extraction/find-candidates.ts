import type { ParsedResult } from 'chrono-node'
import * as chrono from 'chrono-node/en'
import { wordsOf } from '../words.ts'
import type { Candidate, CandidateKind, Evidence } from './candidate.ts'
import { findNames } from './find-names.ts'
import { findNouns } from './find-nouns.ts'
import { findNumbers } from './find-numbers.ts'
import { ParsedText } from './parsed-text.ts'
import { covers, dropOverlaps, maxContext, type Span, span, textBefore } from './span.ts'

/** Reference time and UTC offset for relative dates. */
export interface Clock {
  readonly now: Date
  /** Minutes east of UTC. */
  readonly offsetMinutes: number
}

const patterns: readonly (readonly [CandidateKind, RegExp])[] = [
  ['email', /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g],
  ['url', /https?:\/\/[^\s<>"')]+[^\s<>"').,;:!?]|\bwww\.[^\s<>"')]+[^\s<>"').,;:!?]/g],
  ['phone', /(?<![\w-])(?:\+?\(?\d{1,4}\)?(?:[ .-]\(?\d{2,4}\)?){2,4}|\d{3}-\d{4})(?![\w-])/g],
  ['code', /\b(?=[A-Z\d-]*\d)(?=[\d-]*[A-Z])[A-Z\d]+(?:-[A-Z\d]+)*\b|#\d+\b|\b\d+(?:-\d+)+\b/g],
]

/**
 * Maximum length in characters. Names and dates are parsed on this thread, which a longer text would block for seconds.
 */
const maxLength = 12_000

/** Finds all spans of a text that could be the value of a field. */
export function findCandidates(whole: string, clock: Clock): Evidence {
  const text = whole.slice(0, maxLength)
  const isLast = last?.evidence.text === text && last.now === clock.now && last.offsetMinutes === clock.offsetMinutes
  if (!last || !isLast) last = { ...clock, evidence: search(text, clock) }
  return last.evidence
}

/** Result for the last text: a request searches the same text for each array and each tool. */
let last: (Clock & { readonly evidence: Evidence }) | undefined

function search(text: string, clock: Clock): Evidence {
  const parsed = new ParsedText(text)
  const typed = patterns.flatMap(([kind, pattern]) => findPattern(text, kind, pattern))
  const addresses = typed.filter(({ kind }) => kind === 'email' || kind === 'url')
  const dates = findDates(text, clock).filter((span) => !covers(addresses, span))
  const fixed = dropOverlaps([...findQuoted(text), ...typed.filter((span) => !covers(dates, span))])
  const notNumbers = [
    ...fixed.filter(({ kind }) => kind !== 'quoted' && kind !== 'code'),
    ...dates.filter((date) => isCalendarDay(date) || isClockTime(date)),
  ]
  const numbers = findNumbers(text, parsed).filter((span) => !covers(notNumbers, span))
  const names = findNames(text, parsed).filter((span) => !covers([...fixed, ...dates], span))
  const spans = [...fixed, ...dates, ...numbers, ...names, ...findNouns(parsed)]
  return { text, candidates: spans.map((span) => withContext(text, span)).sort((a, b) => a.start - b.start) }
}

/**
 * Returns whether a date names a calendar day: the digits of "3 May" are not a separate number, but those of "25
 * minutes" are.
 */
function isCalendarDay({ text, date }: Span): boolean {
  return (
    date?.start.isCertain('day') === true &&
    !/\b(?:seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?)\b/i.test(text)
  )
}

/** The digits of "6:00 p.m." are no number, but those of "in 6 hours" are. */
function isClockTime({ text, date }: Span): boolean {
  return date?.start.isCertain('hour') === true && /\d:\d\d|\d ?[ap]\.?m\b|o['’]?clock/i.test(text)
}

function findPattern(text: string, kind: CandidateKind, pattern: RegExp): Span[] {
  return [...text.matchAll(pattern)].map((match) => span(kind, match[0], match.index))
}

function findQuoted(text: string): Span[] {
  const quoted = /"([^"\n]+)"|“([^”\n]+)”|(?<![\p{L}\p{N}])'([^'\n]+)'(?![\p{L}\p{N}])|`([^`\n]+)`/gu
  return [...text.matchAll(quoted)].map((match) => {
    const inner = match[1] ?? match[2] ?? match[3] ?? match[4] ?? ''
    return { kind: 'quoted', text: inner, start: match.index, end: match.index + match[0].length }
  })
}

function findDates(text: string, { now, offsetMinutes }: Clock): Span[] {
  return (
    chrono
      .parse(text, { instant: now, timezone: offsetMinutes })
      .filter((date) => !/^(?:\d+(?:\.\d+)?|weekday|now|night)$/i.test(date.text))
      // "The cats sat", "it may rain": the short names of days and months are capitalized.
      .filter((date) => !/^(?:sat|sun|wed|mon|may|mar|march|dec|jan)$/.test(date.text))
      // "Today, April 25th": the day of the calendar says which day is meant.
      .filter((date, index, all) => !isRestated(text, date, all[index + 1]))
      .flatMap((date) => splitRange({ ...span('date', date.text, date.index), date }, date))
  )
}

function isRestated(text: string, { text: own, index }: ParsedResult, next: ParsedResult | undefined): boolean {
  const end = index + own.length
  return (
    /^(?:today|tomorrow|yesterday|tonight|(?:mon|tues|wednes|thurs|fri|satur|sun)day)$/i.test(own) &&
    next?.start.isCertain('month') === true &&
    /^,?(?: (?:on|the))* $/.test(text.slice(end, next.index))
  )
}

/** Splits a range into two dates, each with its own context words: "March 3 to March 5". */
function splitRange(whole: Span, date: ParsedResult): Span[] {
  const separator =
    /\s*(?:\b(?:to|until|till|through|and)\b|[-–—])\s*(?!.*(?:\b(?:to|until|till|through)\b|[–—]))/i.exec(date.text)
  if (!date.end || !separator) return [whole]
  const from = date.text.slice(0, separator.index)
  const toStart = separator.index + separator[0].length
  const end = { ...date, start: date.end } as ParsedResult
  return [
    { ...span('date', from, date.index), date },
    { ...span('date', date.text.slice(toStart), date.index + toStart), date: end },
  ]
}

function withContext(text: string, found: Span): Candidate {
  // Context is limited to the clause; words beyond it say nothing about the value.
  const clauseBefore =
    textBefore(text, found.start)
      .split(/[\n;.!?]\s/)
      .at(-1) ?? ''
  const clauseAfter = text.slice(found.end, found.end + maxContext).split(/[\n;!?]|\.\s/)[0] ?? ''
  return {
    ...found,
    before: wordsOf(clauseBefore)
      .slice(-5)
      .reverse()
      .map((word) => word.toLowerCase()),
    after: wordsOf(clauseAfter)
      .slice(0, 4)
      .map((word) => word.toLowerCase()),
  }
}
