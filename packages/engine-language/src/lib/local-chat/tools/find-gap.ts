import { findCandidates } from '../extraction/find-candidates.ts'
import { isNumeric, typesOf } from '../json/json-schema.ts'
import { isCyrillic } from '../russian/question.ts'
import type { SkillContext } from '../skills/skill.ts'
import { contentStems, joinList, splitIdentifier, stemOf, wordsOf } from '../words.ts'
import { findUnusedWords } from './account-for-words.ts'
import { findUnreadWords, saysMore } from './arguments/find-unread-words.ts'
import { readNumbers } from './arguments/read-numbers.ts'
import { readClauses } from './clauses.ts'
import type { FilledArguments } from './fill-arguments.ts'
import { findUnusedNames, hasOpenText } from './find-unused-names.ts'
import type { LocalTool } from './local-tool.ts'
import { askBack } from './permit-call.ts'
import { missesStated } from './unstated-values.ts'

/** Call of a tool with what a part of the message states. */
export interface Draft extends FilledArguments {
  readonly tool: LocalTool
  readonly text: string
}

/** Returns the question back for a call that lacks an argument or leaves a part of the request out. */
export function findGap(
  { tool, text, value, missing, isPartial }: Draft,
  drafts: readonly Draft[],
  { context, mayRepeat }: { readonly context: SkillContext; readonly mayRepeat: boolean },
): string | undefined {
  if (isPartial) return askBack(tool, text)
  if (missing.length > 0) return askFor(tool, missing, text)
  if (!usesFigures(tool, text, value) || namesUnfilled(tool, text, value)) return askBack(tool, text)
  if (setsNothing(tool, value)) return askBack(tool, text)
  if (isCyrillic(text)) {
    const said = new Set(wordsOf(context.text))
    const unused = findUnusedWords(tool, text, value).filter((word) => said.has(word))
    return unused.length > 0 || hasLongName(value) ? askBack(tool, text) : undefined
  }
  if (missesStated(tool, text, value)) return askBack(tool, text)
  if (saysMore(tool, text, value) || pairsLists(tool, text)) return askBack(tool, text)
  const elsewhere = drafts.map((draft) => draft.value)
  const unread = [...findUnusedNumbers(tool, { text, value }, elsewhere), ...findUnreadWords(tool, text, value)]
  if (unread.length > 0) return askAbout(tool, unread)
  const evidence = findCandidates(text, { now: context.extractor.now, offsetMinutes: 0 })
  const unused = findUnusedNames(tool, evidence, { value, elsewhere, isOneOfList: !mayRepeat })
  return unused.length > 0 ? askAbout(tool, unused) : undefined
}

/** A setting needs a value: a device or a room alone does not say what to set. */
function setsNothing({ document: { root }, verbStem }: LocalTool, value: Readonly<Record<string, unknown>>): boolean {
  const settings = Object.keys(root.properties ?? {}).filter((name) => !addressed.test(splitIdentifier(name)))
  return settingVerbs.has(verbStem) && settings.length > 0 && settings.every((name) => !Object.hasOwn(value, name))
}

const settingVerbs = new Set(['set', 'adjust', 'change', 'update', 'modify'].map(stemOf))
const addressed = /\b(?:device|entity|room|area|zone|place|location|floor|id|name)\b/

/** "A and B in X and Y respectively" asks for several calls, of which it is not certain which has what. */
function pairsLists({ document: { root } }: LocalTool, text: string): boolean {
  const takesList = Object.values(root.properties ?? {}).some(
    (schema) => typeof schema === 'object' && typesOf(schema).includes('array'),
  )
  return !takesList && /\brespectively\b/i.test(text)
}

/** "In 2017, 2018": a number after another one of a list, of which a single argument can have only one. */
const endsList = /\d,? ?(?:and |or )?$/

/** A number without an argument may be the value of one that is left open. */
function findUnusedNumbers(
  tool: LocalTool,
  { text, value }: Pick<Draft, 'text' | 'value'>,
  elsewhere: readonly Draft['value'][],
): string[] {
  const said = JSON.stringify([value, ...elsewhere].map((one) => Object.values(one)))
  const isAnyOpen = hasOpenNumber(tool, value) || (tool.change === undefined && hasOpenText(tool, value))
  const unused = readNumbers(tool, text).unused.filter(
    ({ value: one, start }) => !said.includes(String(one)) && (isAnyOpen || endsList.test(text.slice(0, start))),
  )
  return unused.map(({ start, end }) => text.slice(start, end))
}

/**
 * A figure of the request that no argument has may be the value of one that was not understood. A tool without parameters
 * ignores it, unless the message says nothing else: "45 second timer" asks for no status.
 */
function usesFigures(tool: LocalTool, text: string, value: Readonly<Record<string, unknown>>): boolean {
  const { document } = tool
  const hasParameters = Object.keys(document.root.properties ?? {}).length > 0
  if (!hasParameters) return !/\d/.test(text) || readClauses(text).some(({ mood }) => mood !== 'fragment')
  const said = JSON.stringify(value)
  const spelled = [...text.matchAll(spelledNumber)].map(([word]) => numberWords.indexOf(word.toLowerCase()))
  const isCounted = spelled.every(
    (number) =>
      new RegExp(`\\b${number}\\b`).test(said) ||
      said.includes(numberWords[number] ?? '') ||
      // "Two charges of 5 and 7": the members are listed.
      Object.keys(value).filter((name) => /[\da-c]$/.test(name)).length >= number,
  )
  const isTimed = [...text.matchAll(clockTime)].every(([time, hour = '']) =>
    [time, String(Number(hour)), String(Number(hour) + 12)].some((one) => said.includes(one)),
  )
  if (!isTimed) return false
  return (!/(?<![\p{L}\p{N}-])\d/u.test(text) || /\d/.test(said)) && (isCounted || !hasOpenNumber(tool, value))
}

const clockTime = /(?<![\d:])([01]?\d|2[0-3]):[0-5]\d(?![\d:])/g
const numberWords = 'zero one two three four five six seven eight nine ten'.split(' ')
/** Numbers in words that count something: "one" is mostly a pronoun. */
const spelledNumber = /\b(?:two|three|four|five|six|seven|eight|nine|ten)\b(?= \p{L})/giu

function hasOpenNumber({ document }: LocalTool, value: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(document.root.properties ?? {}).some(
    ([name, schema]) =>
      typeof schema === 'object' && isNumeric(schema) && (value[name] === undefined || value[name] === schema.default),
  )
}

/** A Russian device, room or place has few words; more of them are a piece of the sentence. */
function hasLongName(value: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(value).some(
    ([name, one]) =>
      typeof one === 'string' &&
      /\b(?:device|room|area|place|city|location)\b/.test(splitIdentifier(name)) &&
      wordsOf(one).length > 4,
  )
}

/** "At full volume": a number that the message names, but gives in words that were not understood. */
function namesUnfilled(
  { document, nameStems }: LocalTool,
  text: string,
  value: Readonly<Record<string, unknown>>,
): boolean {
  const said = contentStems(text)
  return Object.entries(document.root.properties ?? {}).some(([name, schema]) => {
    if (typeof schema !== 'object' || !isNumeric(schema)) return false
    const stems = wordsOf(splitIdentifier(name)).map(stemOf)
    const isOpen = value[name] === undefined || value[name] === schema.default
    return isOpen && stems.every((stem) => said.has(stem) && !nameStems.has(stem))
  })
}

function askAbout({ name }: LocalTool, parts: readonly string[]): string {
  const quoted = [...new Set(parts)].map((part) => `“${part}”`)
  const what = quoted.length === 1 ? `${joinList(quoted)} belongs` : `${joinList(quoted)} belong`
  return `I did not call ${name}, because I do not know which parameter ${what} to. Name the parameter first.`
}

function askFor({ name }: LocalTool, missing: readonly string[], message: string): string {
  const names = missing.map(splitIdentifier)
  return isCyrillic(message)
    ? `Чтобы вызвать ${name}, нужно: ${names.join(', ')}.`
    : `To call ${name} I need: ${joinList(names)}.`
}
