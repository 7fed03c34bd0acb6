import { isFunctionWord, stemOf, wordsOf } from '../../words.ts'
import { type Element, isAlike } from './find-elements.ts'

/** Member of a list: the part of the message that differs, and its elements. */
export interface Member {
  readonly start: number
  readonly end: number
  readonly elements: readonly Element[]
}

/** Members that stand for each other: "$5 in Chicago and $7 in Portland". */
export type List = readonly Member[]

/** Text between two coordinators, with its elements. */
interface Segment {
  /** Whether a conjunction, and not only a comma, stands before it. */
  readonly isJoined: boolean
  readonly start: number
  readonly end: number
  readonly elements: readonly Element[]
}

const coordinator =
  /\s*[,;]?\s+(?:and|or|then|also|plus|as well as|finally)(?:\s+(?:then|also|finally|again|lastly))*\s+|\s*[,;]\s+(?:(?:and|then|finally)\s+)*|\s*&\s*/gi

/** Words that stand for what was said before: "another one for 2 people", "ones convicted for the same in Texas". */
const proform = /^(?:(?:an)?other|ones?|the same|the (?:second|other) one)\b/i
const determiner = /^(?:the|an?|its?|their)$/i

/** Finds the lists of a message whose members say the same with other elements. */
export function findLists(text: string, elements: readonly Element[]): List[] {
  const segments = splitSegments(text, elements)
  const lists: Member[][] = []
  for (let index = 0; index + 1 < segments.length; ) {
    const used = lists.at(-1)?.at(-1)?.end ?? 0
    const [first, ...rest] = segments.slice(index)
    const list = first && readList(text, [withoutUsed(first, used), ...rest])
    if (list) lists.push(list)
    index += list ? list.length - 1 : 1
  }
  return lists
}

/** The last member of a list may begin the next one, with what follows it. */
function withoutUsed(segment: Segment, used: number): Segment {
  return {
    ...segment,
    start: Math.max(segment.start, used),
    elements: segment.elements.filter(({ start }) => start >= used),
  }
}

function splitSegments(text: string, elements: readonly Element[]): Segment[] {
  const separators = [...text.matchAll(coordinator)].filter(
    ({ 0: one, index }) => !elements.some(({ start, end }) => index < end && index + one.length > start),
  )
  const starts = [0, ...separators.map(({ 0: one, index }) => index + one.length)]
  const joins = [false, ...separators.map(([one]) => /[\p{L}&]/u.test(one))]
  const ends = [...separators.map(({ index }) => index), text.length]
  return starts.map((start, index) => {
    const end = ends[index] ?? text.length
    return {
      start,
      end,
      isJoined: joins[index] ?? false,
      elements: elements.filter((one) => one.start >= start && one.end <= end),
    }
  })
}

/** Reads the list that begins in the first of some segments. */
function readList(text: string, [first, ...rest]: readonly Segment[]): Member[] | undefined {
  const next = rest[0]
  if (!first || !next) return undefined
  for (let size = Math.min(first.elements.length, next.elements.length); size > 0; size--) {
    const members = readMembers(text, first, rest, size)
    if (members.length > 1) return members
  }
  return undefined
}

/** Reads the members of a size: the last elements of the first segment, and all of the others but of the last one. */
function readMembers(text: string, first: Segment, rest: readonly Segment[], size: number): Member[] {
  const opening = { ...first, elements: first.elements.slice(-size) }
  const members: Member[] = []
  let joined = 0
  for (const segment of rest) {
    const previous = rest[rest.indexOf(segment) - 1]
    // Only the last member may be followed by what the list shares: "8 months in the Midwest".
    if (previous && previous.elements.length !== size) break
    const found = readPair(text, opening, { ...segment, elements: segment.elements.slice(0, size) }, size)
    if (!found) break
    if (members.length === 0) members.push(found.first)
    // A longer lead of the first member holds for all.
    else if (found.first.start !== members[0]?.start) break
    members.push(found.next)
    if (segment.isJoined) joined = members.length
  }
  // "12 High Street, Leeds" is no list: a conjunction stands before the last member.
  return joined === members.length ? members : []
}

interface Pair {
  readonly first: Member
  readonly next: Member
}

/** Compares the members of two segments: what leads to their elements, what stands between and what follows them. */
function readPair(text: string, first: Segment, next: Segment, size: number): Pair | undefined {
  const pairs = first.elements.map((one, index) => [one, next.elements[index]] as const)
  if (next.elements.length < size || !pairs.every(([one, other]) => other && isAlike(one, other))) return undefined
  const [start, end] = [first.elements[0]?.start ?? 0, first.elements.at(-1)?.end ?? 0]
  const [nextStart, nextEnd] = [next.elements[0]?.start ?? 0, next.elements.at(-1)?.end ?? 0]
  if (!isSameBetween(text, first.elements, next.elements)) return undefined
  const lead = readLead(text.slice(first.start, start), text.slice(next.start, nextStart), size)
  if (lead === undefined) return undefined
  const tail = readTail(text.slice(end, first.end), text.slice(nextEnd))
  if (tail === undefined) return undefined
  return {
    first: { start: start - lead.first, end: end + tail.first, elements: first.elements },
    next: { start: nextStart - lead.next, end: nextEnd + tail.next, elements: next.elements },
  }
}

/** Between two elements of a member stand the same prepositions. */
function isSameBetween(text: string, one: readonly Element[], other: readonly Element[]): boolean {
  const between = (elements: readonly Element[]) =>
    elements.slice(1).map((element, index) => {
      const words = wordsOf(text.slice(elements[index]?.end, element.start)).map((word) => word.toLowerCase())
      return words.filter((word) => isFunctionWord(word) && !determiner.test(word)).join(' ')
    })
  return between(one).join('|') === between(other).join('|')
}

/** Lengths of the leads that belong to two members; undefined if they say different things. */
function readLead(
  own: string,
  other: string,
  size: number,
): { readonly first: number; readonly next: number } | undefined {
  const none = { first: 0, next: 0 }
  if (/\bbetween\s+$/i.test(own)) return undefined
  const words = wordsOf(other)
  const content = words.filter((word) => !determiner.test(word))
  if (content.length === 0 || (size > 1 && proform.test(other))) return none
  const before = [...own.matchAll(/[\p{L}\p{N}'’-]+/gu)]
  const last = before.at(-1)?.[0].toLowerCase()
  if (proform.test(other)) return last === words.at(-1)?.toLowerCase() ? none : undefined
  if (content.every(isFunctionWord)) return content.at(-1)?.toLowerCase() === last ? none : undefined
  const share = before.slice(-words.length)
  const start = share[0]?.index
  const isShared = content.some((word) => !isFunctionWord(word) && share.some(([one]) => stemOf(one) === stemOf(word)))
  const isSamePreposition = !isFunctionWord(words.at(-1) ?? '') || words.at(-1)?.toLowerCase() === last
  if (start === undefined || !isShared || !isSamePreposition) return undefined
  return { first: own.length - start, next: other.length - (/\S/.exec(other)?.index ?? 0) }
}

/** Lengths of what follows the elements of two members and belongs to them, such as "people" of "4 people". */
function readTail(own: string, other: string): { readonly first: number; readonly next: number } | undefined {
  const words = wordsOf(own)
  if (words.length === 0) return { first: 0, next: 0 }
  const [match, last = ''] =
    new RegExp(String.raw`^(?:\s+[\p{L}\p{N}'’-]+){${words.length - 1}}\s+([\p{L}\p{N}'’-]+)`, 'u').exec(
      other.replace(/^\./, ' '),
    ) ?? []
  if (match === undefined || stemOf(last) !== stemOf(words.at(-1) ?? '')) return undefined
  return { first: own.length, next: match.length }
}
