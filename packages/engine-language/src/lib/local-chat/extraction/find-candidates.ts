import type { ParsedResult } from 'chrono-node'
import * as chrono from 'chrono-node'
import nlp from 'compromise'
import { wordsOf } from '../words.ts'
import type { Candidate, CandidateKind, Evidence } from './candidate.ts'

/** Reference time and UTC offset for relative dates. */
export interface Clock {
  readonly now: Date
  /** Minutes east of UTC. */
  readonly offsetMinutes: number
}

type Span = Omit<Candidate, 'before' | 'after'>

const patterns: readonly (readonly [CandidateKind, RegExp])[] = [
  ['email', /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g],
  ['url', /https?:\/\/[^\s<>"')]+[^\s<>"').,;:!?]|\bwww\.[^\s<>"')]+[^\s<>"').,;:!?]/g],
  ['phone', /(?<![\w-])\+?\(?\d{1,4}\)?(?:[ .-]\(?\d{2,4}\)?){2,4}(?![\w-])/g],
  ['code', /\b(?=[A-Z\d-]*\d)(?=[\d-]*[A-Z])[A-Z\d]+(?:-[A-Z\d]+)*\b|#\d+\b|\b\d+(?:-\d+)+\b/g],
]

/**
 * Maximum length in characters. Names and dates are parsed on this thread, which a longer text would block for seconds.
 */
const maxLength = 12_000

/** Finds all spans of a text that could be the value of a field. */
export function findCandidates(whole: string, clock: Clock): Evidence {
  const text = whole.slice(0, maxLength)
  const typed = patterns.flatMap(([kind, pattern]) => findPattern(text, kind, pattern))
  const addresses = typed.filter(({ kind }) => kind === 'email' || kind === 'url')
  const dates = findDates(text, clock).filter((span) => !covers(addresses, span))
  const fixed = dropOverlaps([...findQuoted(text), ...typed.filter((span) => !covers(dates, span))])
  const notNumbers = [
    ...fixed.filter(({ kind }) => kind !== 'quoted' && kind !== 'code'),
    ...dates.filter(isCalendarDay),
  ]
  const numbers = findNumbers(text).filter((span) => !covers(notNumbers, span))
  const names = findNames(text).filter((span) => !covers([...fixed, ...dates], span))
  const spans = [...fixed, ...dates, ...numbers, ...names, ...findNouns(text)]
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
  return chrono
    .parse(text, { instant: now, timezone: offsetMinutes })
    .filter((date) => !/^(?:\d+(?:\.\d+)?|weekday|now|night)$/i.test(date.text))
    .flatMap((date) => splitRange({ ...span('date', date.text, date.index), date }, date))
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

/** Finds numbers in digits, with sign, currency and percent, and numbers in words. */
function findNumbers(text: string): Span[] {
  const digits =
    /(?<![\w.])(-)?([$€£¥₽])?(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?:\s?(k|m|bn|million|billion|thousand)\b)?\s?(%|percent\b|[€£¥₽])?(?!\w*\d)/gi
  const found = [...text.matchAll(digits)].map((match): Span => {
    const [all, sign, currency, figure = '0', scale, suffix] = match
    const value = Number(figure.replaceAll(',', '')) * scaleOf(scale)
    return {
      ...span('number', all.trimEnd(), match.index),
      number: sign ? -value : value,
      unit: currency ?? suffix?.replace(/percent/i, '%'),
    }
  })
  return [...found, ...findSpelledNumbers(text).filter((spelled) => !covers(found, spelled))]
}

function scaleOf(scale: string | undefined): number {
  const first = scale?.toLowerCase()
  if (first === 'k' || first === 'thousand') return 1e3
  if (first === 'm' || first === 'million') return 1e6
  return first ? 1e9 : 1
}

interface NumberJson {
  readonly text: string
  readonly number?: { readonly num?: number | null; readonly unit?: string }
  readonly offset: { readonly start: number; readonly length: number }
}

function findSpelledNumbers(text: string): Span[] {
  const found = nlp(text).numbers().json({ offset: true }) as NumberJson[]
  return found.flatMap(({ text: words, number, offset }): Span[] => {
    // "one" is usually a pronoun; digits have already been matched.
    if (typeof number?.num !== 'number' || /\d/.test(words) || /^one$/i.test(words.trim())) return []
    return [{ kind: 'number', text: words, start: offset.start, end: offset.start + offset.length, number: number.num }]
  })
}

interface PhraseJson {
  readonly text: string
  readonly offset: { readonly start: number; readonly length: number }
}

function findNames(text: string): Span[] {
  const doc = nlp(text)
  const named = [
    ...phrases(doc.people(), 'person'),
    ...phrases(doc.places(), 'place'),
    ...phrases(doc.organizations(), 'organization'),
  ].map(dropLabel)
  return [...named, ...findCapitalized(text).filter((name) => !covers(named, name))]
}

/** Removes lower-case words before a name: "city Turin" becomes "Turin". */
function dropLabel(name: Span): Span {
  const label = name.text.match(/^(?:\p{Ll}[\p{L}'’]*\s+)+(?=\p{Lu})/u)?.[0].length ?? 0
  return span(name.kind, name.text.slice(label), name.start + label)
}

/** Finds capitalized words within a sentence: names whose kind depends on their context. */
function findCapitalized(text: string): Span[] {
  const name = /\p{Lu}[\p{L}\p{N}'’-]*(?: (?:of |de |van |von |the )?\p{Lu}[\p{L}\p{N}'’-]*)*/gu
  const matches = [...text.matchAll(name)].filter(({ index, 0: found }) => {
    const opensSentence = index === 0 || /[.!?\n]\s*$/.test(text.slice(0, index))
    return !/^(?:I|I'm|I’m|OK|JSON|API|URL)$/.test(found) && !(opensSentence && !found.includes(' '))
  })
  return matches.flatMap((match) => {
    const found = match[0].replace(/['’]s$/, '')
    const kind = guessNameKind(text.slice(0, match.index))
    return [span(kind, found, match.index)]
  })
}

function guessNameKind(before: string): CandidateKind {
  if (/\b(?:in|at|from|to|near|into|toward|towards|around|visit|visiting|between|via)\s+$/i.test(before)) return 'place'
  if (/\b(?:corporation|company|at|by)\s+$/i.test(before)) return 'organization'
  return 'person'
}

/** Words up to the number before a counted noun: "Mark five notebooks" yields "notebooks". */
const countedWords = /^.*\b(?=(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|dozen)\s)/i

const leadingWords =
  /^(?:(?:the|a|an|my|our|your|his|her|their|its|some|any|this|that|these|those|all|\d[\d,.]*%?|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|dozen)\s+)+/i

/** Finds noun phrases without articles, numbers and prepositional phrases. */
function findNouns(text: string): Span[] {
  return phrases(nlp(text).nouns(), 'noun').flatMap((noun) => {
    const counted = noun.text.match(countedWords)?.[0].length ?? 0
    const lead = counted + (noun.text.slice(counted).match(leadingWords)?.[0].length ?? 0)
    const head = noun.text.slice(lead).split(/\s+(?:in|on|at|for|from|to|with|by|about|of the)\s+/i)[0] ?? ''
    return head ? [span('noun', head, noun.start + lead)] : []
  })
}

function phrases(view: { json(options: object): unknown }, kind: CandidateKind): Span[] {
  return (view.json({ offset: true }) as PhraseJson[]).flatMap(({ text, offset }) => {
    const trimmed = text
      .trim()
      .replace(/[.,;:!?]+$/, '')
      .replace(/['’]s$/, '')
    return trimmed ? [span(kind, trimmed, offset.start)] : []
  })
}

function span(kind: CandidateKind, text: string, start: number): Span {
  return { kind, text, start, end: start + text.length }
}

function covers(spans: readonly Span[], { start, end }: Span): boolean {
  return spans.some((other) => other.start < end && start < other.end)
}

function dropOverlaps(spans: readonly Span[]): Span[] {
  return spans.filter((candidate, index) => !covers(spans.slice(0, index), candidate))
}

function withContext(text: string, found: Span): Candidate {
  // Context is limited to the clause; words beyond it say nothing about the value.
  const clauseBefore =
    text
      .slice(0, found.start)
      .split(/[\n;.!?]\s/)
      .at(-1) ?? ''
  const clauseAfter = text.slice(found.end).split(/[\n;!?]|\.\s/)[0] ?? ''
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
