import { DateTime } from 'luxon'
import type { Extractor } from '../../extraction/extractor.ts'
import { findCandidates } from '../../extraction/find-candidates.ts'
import { maxRead } from '../arguments/measured-numbers.ts'
import { type Element, findElements, isAlike } from './find-elements.ts'
import { findLists, type List, type Member } from './find-lists.ts'

/** One of several requests of a message, and the elements that only it has. */
export interface Variant {
  readonly text: string
  readonly elements: readonly Element[]
  /** Elements beside the lists that the call must have, too: other values of the lists, and what a conjunction adds. */
  readonly others: readonly Element[]
}

const maxVariants = 16

/**
 * Splits a message that asks for the same with several values into one message for each: "tax on $5 in Rome and $7 in Oslo", "… from
 * Rome to Oslo, then do the same for Paris".
 */
export function splitRequest(whole: string, { now, timeZone }: Extractor): Variant[] {
  const text = whole.slice(0, maxRead)
  const offsetMinutes = DateTime.fromJSDate(now, { zone: timeZone }).offset
  const elements = findElements(findCandidates(text, { now, offsetMinutes }))
  const repeated = splitRepetition(text, elements)
  if (repeated) return repeated
  return expand(text, findLists(text, elements), elements)
}

/** Words for what is made of several values at once: "the sum of 5 and 7". */
const aggregate =
  /\b(?:sum|total|difference|product|ratio|average|mean|union|intersection|comparison|combination|distance|correlation)\s+(?:of|between|for)\b[^,.;?!]*$|\b(?:compare|combine|add|subtract|multiply|divide|merge|mix|sum)\b[^,.;?!]*$/i

/** Writes the message with one member of each list in its place. */
function expand(text: string, lists: readonly List[], elements: readonly Element[]): Variant[] {
  const start = lists[0]?.[0]?.start
  if (start === undefined || aggregate.test(text.slice(0, start))) return []
  const isPaired = /\brespectively\b/i.test(text)
  const [first = []] = lists
  if (isPaired && lists.some((list) => list.length !== first.length)) return []
  const listed = lists.flat().flatMap((member) => member.elements)
  const others = elements.filter(
    (one) =>
      !listed.includes(one) &&
      (listed.some((other) => other.text === one.text) || /\b(?:and|or) (?:the )?$/i.test(text.slice(0, one.start))),
  )
  const choices = isPaired ? first.map((_, index) => lists.map((list) => list[index])) : combine(lists)
  return choices.slice(0, maxVariants).map((members) => {
    const chosen = members.filter((member) => member !== undefined)
    return { text: write(text, lists, chosen), elements: chosen.flatMap((member) => member.elements), others }
  })
}

function combine(lists: readonly List[]): Member[][] {
  return lists.reduce<Member[][]>(
    (all, list) => all.flatMap((chosen) => list.map((member) => [...chosen, member])).slice(0, maxVariants),
    [[]],
  )
}

function write(text: string, lists: readonly List[], members: readonly Member[]): string {
  let written = ''
  let at = 0
  for (const [index, list] of lists.entries()) {
    const member = members[index]
    written += `${text.slice(at, list[0]?.start)}${text.slice(member?.start, member?.end)}`
    at = list.at(-1)?.end ?? at
  }
  return `${written}${text.slice(at)}`.replace(/,? respectively\b,?/i, '')
}

const repetition =
  /[,.;]?\s+(?:and\s+)?(?:then\s+)?(?:do the same|repeat(?: (?:this|it|that|the (?:same|calculation|search)))?)\s+(?:for|with|in|using|on)\s+(?:an?\s+|the\s+)?/i

/** Writes "…, then do the same for Oslo" with the other value in the place of the one of its kind. */
function splitRepetition(text: string, elements: readonly Element[]): Variant[] | undefined {
  const match = repetition.exec(text)
  if (!match) return undefined
  const start = match.index + match[0].length
  const own = elements.filter(({ end }) => end <= match.index)
  const others = elements.filter((one) => one.start >= start)
  const [next] = others
  if (!next || !others.every((one) => isAlike(one, next))) return []
  // "A change in time of 10 seconds" is in the place of "a change in time of 4 seconds".
  const lead = text.slice(start, next.start).toLowerCase().trim()
  const fitting = own.filter(
    (one) => isAlike(one, next) && text.slice(0, one.start).toLowerCase().trimEnd().endsWith(lead),
  )
  const replaced = fitting.at(-1)
  if (!replaced || fitting.length > 1) return []
  const said = text.slice(0, match.index)
  return [replaced, ...others].map((one) => ({
    text: `${said.slice(0, replaced.start)}${one.text}${said.slice(replaced.end)}`,
    elements: [one],
    others: [],
  }))
}

/** "… and another one from York": a second request, even if what it changes is not understood. */
export function asksForMore(text: string): boolean {
  const more = /\b(?:and|then),? (?:(?:another|a second)(?: \p{L}+)?|ones?) (?:from|for|in|of|to|at|on|with|by)\b/iu
  return repetition.test(text) || more.test(text)
}
