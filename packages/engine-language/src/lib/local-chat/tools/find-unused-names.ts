import type { Candidate, CandidateKind, Evidence } from '../extraction/candidate.ts'
import { typesOf } from '../json/json-schema.ts'
import { isFunctionWord, stemOf, wordsOf } from '../words.ts'
import { findMeasuredNumbers } from './arguments/measured-numbers.ts'
import { isRequestVerb } from './change-verbs.ts'
import type { LocalTool } from './local-tool.ts'

const namingKinds: ReadonlySet<CandidateKind> = new Set([
  'person',
  'place',
  'organization',
  'quoted',
  'email',
  'url',
  'code',
])

/** Arguments that have names of a request. */
export interface Uses {
  /** Arguments of the call. */
  readonly value: Readonly<Record<string, unknown>>
  /** Arguments of the other calls of the same message. */
  readonly elsewhere?: readonly Readonly<Record<string, unknown>>[]
  /** Whether the call stands for the first member of a list, as the others may not be called. */
  readonly isOneOfList?: boolean
}

/**
 * Finds the names, quotations, addresses and codes of a request that no argument has, although a text is still open. Each is a
 * condition that was not understood: without it, the call would be for something else. A quotation or a name of several words counts
 * even if no text is open.
 *
 * @returns The texts in their order.
 */
export function findUnusedNames(
  tool: LocalTool,
  { text, candidates }: Evidence,
  { value, elsewhere = [], isOneOfList = false }: Uses,
): string[] {
  const { nameStems, otherStems } = tool
  const used = foldText([value, ...elsewhere].flatMap(Object.values).map(textOf).join('\n'))
  const usedWords = new Set(used.split(' '))
  const isOpen = hasOpenText(tool, value)
  const isOfTool = (word: string) => nameStems.has(stemOf(word)) || otherStems.has(stemOf(word))
  const numbers = findMeasuredNumbers(text)
  const isUsed = ({ text: name, kind, start, end }: Candidate): boolean => {
    const words = wordsOf(name)
    if (words.length === 0 || used.includes(foldText(name))) return true
    if (kind === 'code' && numbers.some((one) => start >= one.start && end <= one.end)) return true
    const content = words.filter((word) => !isFunctionWord(word) && !isRequestVerb(word.toLowerCase()))
    if (content.length === 0 || nameStems.has(stemOf(content.map((word) => word[0]).join('')))) return true
    if (kind === 'quoted') return words.every((word) => nameStems.has(stemOf(word)))
    const isUsedPartly = words.some((word) => usedWords.has(foldText(word))) || content.every(isOfTool)
    // "Oslo, where Ann Lee lives": the clause describes a place that is used.
    const isAside = /\b(?:where|who|which) [^,.]*$/i.test(text.slice(0, start))
    // "Lakers and Bulls": what a conjunction adds to a name is as much of the request.
    const isAdded = /\p{Lu}\p{L}+ and $|\b(?:near|from|to|by|with) (?:the )?$/u.test(text.slice(0, start))
    return isUsedPartly || (!isOpen && ((words.length < 2 && !isAdded) || isAside))
  }
  const names = candidates.filter(({ kind }) => namingKinds.has(kind))
  // "Phoenix, AZ": the region of a place that is used.
  const joint = isOneOfList ? /^(?:,|,? (?:and|or)|\s?&)\s*$/ : /^,\s*$/
  const isJoined = ({ start }: Candidate) =>
    names.some((place) => joint.test(text.slice(place.end, start)) && isUsed(place))
  return names.filter((name) => !isUsed(name) && !isJoined(name)).map((name) => name.text)
}

/** Returns whether a free text of the tool has no value but its default. */
export function hasOpenText({ document }: LocalTool, value: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(document.root.properties ?? {}).some(([name, schema]) => {
    const isText = typeof schema === 'object' && typesOf(schema).includes('string') && !schema.enum
    return isText && (value[name] === undefined || value[name] === '' || value[name] === schema.default)
  })
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function foldText(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}@.]+/gu, ' ')
    .trim()
}
