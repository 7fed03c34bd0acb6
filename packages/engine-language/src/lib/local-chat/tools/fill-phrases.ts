import { type Field, hasOwnForm, kindsOf } from '../extraction/field.ts'
import { type Phrase, splitPhrases } from '../extraction/request-phrases.ts'
import { typesOf } from '../json/json-schema.ts'
import { readRussianClauses } from '../russian/clauses.ts'
import { translateVerb, translateWord } from '../russian/glossary.ts'
import { isCyrillic } from '../russian/question.ts'
import { isFunctionWord, stemOf, wordsOf } from '../words.ts'
import { readClauses } from './clauses.ts'
import { freeTexts, type LocalTool } from './local-tool.ts'
import { isRoom, isWholeHome } from './rooms.ts'
import { readStateThing, readsState } from './state-question.ts'

const placeName = /\b(?:room|area|place|location|where|zone|floor)\b/
/** Names of parameters for any device. */
export const deviceName = /\b(?:device|entity|appliance|lamp|light|speaker|player)\b/
const listName = /\b(?:list|playlist|folder|album|cart|calendar|group|channel)\b/
/** Words that point at something that the message does not name. */
const pointer =
  /^(?:here|there|it|this|that|these|those|them|one|everything|(?:\p{L}+ )?(?:something|anything|someone|somebody)(?: .*)?|здесь|тут|там|это|этот|эту|его|её|ее|их|всё|все)$/iu
const placePreposition = /^(?:in|inside|at|near|of|в|во|внутри|на|у|при|около|возле|для)$/
const listPreposition = /^(?:to|in|into|on|onto|from|в|во|на|из)$/

/**
 * Fills the free texts of a tool from the phrases of the request: the place after a preposition, and the object of the verb if
 * one text is left. Words that the tool itself is named after are no value: "the brightness of the desk lamp" is "desk lamp".
 *
 * @returns The values found, by property.
 */
export function fillPhrases(
  tool: LocalTool,
  request: string,
  value: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string>> {
  const { rest, hasVerb } = readRequest(tool, request)
  const open = freeTexts(tool).filter(({ path }) => value[path] === undefined || value[path] === '')
  const used = new Set(Object.values(value).filter((one) => typeof one === 'string'))
  const isRussian = isCyrillic(request)
  const phrases = splitPhrases(rest)
    .filter(({ preposition, text }) => (hasVerb || preposition !== undefined) && !pointer.test(text))
    .filter(({ text }) => !isWholeHome(text))
    .filter(({ text }) => ![...used].some((one) => one === text || text.includes(one)))
  const filled: Record<string, string> = {}
  for (const { path, value: said } of isRussian ? readLabeled(tool, open, request) : []) filled[path] = said
  const list = open.find(({ name }) => listName.test(name))
  const listed = list && take(phrases, listPreposition)
  const named = list && listed ? withoutLabel(listed.text, list) : ''
  if (list && named !== '') filled[list.path] = named
  const places = freeTexts(tool).filter(isPlace)
  const place = places.length === 1 ? open.find(({ path }) => path === places[0]?.path) : undefined
  const placed =
    place && take(phrases, placePreposition, ({ text }) => !isRussian || !isOtherPlace(tool, place.path, text))
  if (place && placed) filled[place.path] = placed.text
  const isOnly = tool.change !== undefined && freeTexts(tool).length === 1
  const others = open.filter(
    (field) =>
      field !== list &&
      !Object.hasOwn(filled, field.path) &&
      !isPlace(field) &&
      isObject(field, isOnly || (isRussian && deviceName.test(field.name))),
  )
  const [only] = others
  const object = others.length === 1 ? readObject(tool, phrases) : undefined
  if (only && object) filled[only.path] = object
  // "Open the study blinds": the words before the tool's own noun say where.
  const before = place && !placed && others.length === 0 ? readObject(tool, phrases) : undefined
  if (place && before && before !== phrases[0]?.text) filled[place.path] = before
  return filled
}

const color =
  /^(?:красн|зел[её]н|син|голуб|бел|ж[её]лт|оранжев|розов|фиолетов|сирен|бирюзов|пурпурн)(?:ый|ий|ая|яя|ое|ее|ого|его|ым|им|ую|юю|ой|ей)$/iu

/** Reads the values beside a Russian noun that the description of a text names: "таймер пицца", "красного цвета". */
function readLabeled(tool: LocalTool, open: readonly Field[], request: string): { path: string; value: string }[] {
  const words = wordsOf(request)
  return open.flatMap(({ path, name, description }) => {
    if (/\bcolou?r\b/.test(name)) {
      const colors = words.filter((word) => color.test(word))
      return colors.length === 1 ? [{ path, value: colors[0] ?? '' }] : []
    }
    const [, noun] = /^названи[ея] (\p{L}+)/iu.exec(description) ?? []
    const at = noun === undefined ? -1 : words.findIndex((word) => stemOf(word) === stemOf(noun))
    const next = words[at + 1] ?? ''
    const isValue = at >= 0 && /^\p{L}{3,}$/u.test(next) && !isFunctionWord(next) && !tool.nameStems.has(stemOf(next))
    return isValue ? [{ path, value: next }] : []
  })
}

function isPlace(field: Field): boolean {
  const isNamed =
    /комнат|помещени|(?:^|\s)место/i.test(field.description) && !/устройств|ламп|колонк/i.test(field.description)
  // "The album that the song belongs to" names no place.
  const placed = { ...field, description: field.description.replace(/\b(?:from|to|where)\b/gi, '') }
  return isNamed || placeName.test(field.name) || (kindsOf(placed)[0] === 'place' && !/^(?:from|to)$/.test(field.name))
}

function isRoomField({ name, description }: Field): boolean {
  return /\b(?:room|area|zone|floor)\b/.test(name) || /комнат|помещени/i.test(description)
}

function namesDevice(tool: LocalTool): boolean {
  return freeTexts(tool).some(({ name }) => deviceName.test(name))
}

/** Returns whether a Russian value of a room is none: the tool also takes a device, which "on the TV" means. */
export function isOtherPlace(tool: LocalTool, path: string, value: unknown): boolean {
  if (typeof value !== 'string' || !isCyrillic(`${value} ${describeRoom(tool, path)}`)) return false
  const isOwn = !isRoom(value) && wordsOf(value).some((word) => tool.otherStems.has(stemOf(word)))
  return describeRoom(tool, path) !== '' && (isOwn || isWholeHome(value) || (namesDevice(tool) && !isRoom(value)))
}

function describeRoom(tool: LocalTool, path: string): string {
  const field = freeTexts(tool).find((one) => one.path === path && isRoomField(one))
  return field ? field.description : ''
}

/** An object is a thing: no address, code, date or person. */
function isObject(field: Field, isOnly: boolean): boolean {
  return (
    (field.isRequired || isOnly) &&
    !hasOwnForm(field) &&
    kindsOf(field)[0] !== 'person' &&
    !/\b(?:id|number|code|token|key|date|time|query|expression|formula)\b/.test(field.name)
  )
}

function take(
  phrases: Phrase[],
  prepositions: RegExp,
  fits: (phrase: Phrase) => boolean = () => true,
): Phrase | undefined {
  const at = phrases.findLastIndex((phrase) => prepositions.test(phrase.preposition ?? '') && fits(phrase))
  return at < 0 ? undefined : phrases.splice(at, 1)[0]
}

/** The object of the verb without the tool's own words, and what a preposition adds to it. */
function readObject(tool: LocalTool, phrases: readonly Phrase[]): string | undefined {
  const parts = phrases
    .map(({ preposition, text }) => ({ preposition, text: withoutToolWords(text, tool) }))
    .filter(({ text }) => !isOwnThing(text, tool))
    .filter(({ preposition, text }) => text !== '' && (preposition === undefined || placePreposition.test(preposition)))
  const [first, ...more] = parts
  if (!first) return undefined
  return [
    first.text,
    ...more.map(({ preposition, text }) => (preposition === undefined ? text : `${preposition} ${text}`)),
  ].join(' ')
}

/** "The next song" is what a Russian tool is for, unless it is for any device or one of a list. */
function isOwnThing(text: string, tool: LocalTool): boolean {
  const { summary, nameStems } = tool
  const own = new Set(wordsOf(summary).map(stemOf))
  const isOwn = (word: string) =>
    own.has(stemOf(word)) || (!opensNamed(tool) && nameStems.has(stemOf(translateWord(word) ?? '')))
  return isCyrillic(text) && !/устройств|\p{L}, \p{L}+, /iu.test(summary) && wordsOf(text).every(isOwn)
}

/** A Russian description has its own word for what is opened; another one tells the user's thing: "вентиль", where it says "клапан". */
function opensNamed({ summary, verbStem }: LocalTool): boolean {
  return isCyrillic(summary) && /^(?:open|close|lock|unlock)$/.test(verbStem)
}

/** Removes the words of the tool's name and numeric parameters, unless nothing is left but a color or an amount. */
function withoutToolWords(text: string, tool: LocalTool): string {
  const { nameStems, verbStem, document } = tool
  const measures = Object.entries(document.root.properties ?? {}).flatMap(([name, schema]) => {
    if (typeof schema !== 'object' || (typesOf(schema).includes('string') && !schema.enum)) return []
    return wordsOf(`${name.replaceAll('_', ' ')} ${schema.description ?? ''} ${(schema.enum ?? []).join(' ')}`).map(
      stemOf,
    )
  })
  const own = new Set([...nameStems, ...measures].filter((stem) => stem !== verbStem))
  return text
    .split(/\s+/)
    .filter((word) => {
      const bare = word.replace(/[^\p{L}\p{N}]+/gu, '')
      const translated = opensNamed(tool) ? undefined : translateWord(bare)
      return !own.has(stemOf(bare)) && !(translated && own.has(stemOf(translated)))
    })
    .join(' ')
    .replace(/(?:\p{L}+(?:ого|ый|ий|ым|ую) )?цвет\p{L}*|^color$/giu, '')
    .trim()
}

function withoutLabel(text: string, { name }: Field): string {
  return text.replace(new RegExp(`(?:^|\\s+)${name}$`, 'i'), '')
}

/** Words of a request after its verb, or those of a question, in which only prepositions say what is what. */
function readRequest(tool: LocalTool, text: string): { readonly rest: string; readonly hasVerb: boolean } {
  const isRussian = isCyrillic(text)
  const thing = isRussian && readsState(tool) ? readStateThing(text) : undefined
  if (thing !== undefined) return { rest: thing, hasVerb: true }
  const clause = (isRussian ? readRussianClauses(text) : readClauses(text)).find(({ mood }) => mood === 'request')
  for (const match of clause?.text.matchAll(/[\p{L}'’-]+/gu) ?? []) {
    const isVerb = isRussian ? translateVerb(match[0]) !== undefined : match[0].toLowerCase() === clause?.verb
    if (!isVerb) continue
    const before = match.input.slice(0, match.index)
    const after = match.input.slice(match.index + match[0].length).replace(/^\s+(?:on|off|up|down|out)\b/i, '')
    // "На кухне включи свет": a place before the verb belongs to it.
    const place = isRussian ? (/(?:в|во|на|у)\s+\p{L}+\s*$/iu.exec(before)?.[0] ?? '') : ''
    return { rest: `${after} ${place}`.trimEnd(), hasVerb: true }
  }
  return { rest: text, hasVerb: false }
}
