import { type Field, kindsOf, toField } from '../extraction/field.ts'
import { type Phrase, splitPhrases } from '../extraction/request-phrases.ts'
import { type JsonSchema, typesOf } from '../json/json-schema.ts'
import { readRussianClauses } from '../russian/clauses.ts'
import { translateVerb, translateWord } from '../russian/glossary.ts'
import { isCyrillic } from '../russian/question.ts'
import { stemOf, wordsOf } from '../words.ts'
import { readClauses } from './clauses.ts'
import type { LocalTool } from './local-tool.ts'

const placeName = /\b(?:room|area|place|location|where|zone|floor)\b/
const listName = /\b(?:list|playlist|folder|album|cart|calendar|group|channel)\b/
/** Words that point at something that the message does not name. */
const pointer =
  /^(?:here|there|it|this|that|these|those|them|one|everything|something|здесь|тут|там|это|этот|эту|его|её|ее|их|всё|все)$/iu
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
  const { rest, hasVerb } = readRequest(request)
  const open = freeTexts(tool).filter(({ path }) => value[path] === undefined || value[path] === '')
  const used = new Set(Object.values(value).filter((one) => typeof one === 'string'))
  const phrases = splitPhrases(rest)
    .filter(({ preposition, text }) => (hasVerb || preposition !== undefined) && !pointer.test(text))
    .filter(({ text }) => ![...used].some((one) => one === text || text.includes(one)))
  const filled: Record<string, string> = {}
  const list = open.find(({ name }) => listName.test(name))
  const listed = list && take(phrases, listPreposition)
  const named = list && listed ? withoutLabel(listed.text, list) : ''
  if (list && named !== '') filled[list.path] = named
  const places = freeTexts(tool).filter(isPlace)
  const place = places.length === 1 ? open.find(({ path }) => path === places[0]?.path) : undefined
  const placed = place && take(phrases, placePreposition)
  if (place && placed) filled[place.path] = placed.text
  const isOnly = tool.change !== undefined && freeTexts(tool).length === 1
  const others = open.filter((field) => field !== list && !isPlace(field) && isObject(field, isOnly))
  const [only] = others
  const object = others.length === 1 ? readObject(tool, phrases) : undefined
  if (only && object) filled[only.path] = object
  // "Open the study blinds": the words before the tool's own noun say where.
  const before = place && !placed && others.length === 0 ? readObject(tool, phrases) : undefined
  if (place && before && before !== phrases[0]?.text) filled[place.path] = before
  return filled
}

function freeTexts({ document }: LocalTool): Field[] {
  const { root } = document
  return Object.entries(root.properties ?? {}).flatMap(([name, schema]) => {
    const isText = typeof schema === 'object' && typesOf(schema).includes('string')
    const isFree = isText && !schema.enum && !schema.format && schema.pattern === undefined
    return isFree ? [toField([name], schema as JsonSchema, (root.required ?? []).includes(name))] : []
  })
}

function isPlace(field: Field): boolean {
  const isNamed =
    /комнат|помещени|(?:^|\s)место/i.test(field.description) && !/устройств|ламп|колонк/i.test(field.description)
  return isNamed || placeName.test(field.name) || (kindsOf(field)[0] === 'place' && !/^(?:from|to)$/.test(field.name))
}

/** An object is a thing: no address, code, date or person. */
function isObject(field: Field, isOnly: boolean): boolean {
  return (
    (field.isRequired || isOnly) &&
    !['email', 'url', 'phone', 'date', 'code'].includes(kindsOf(field)[0] ?? '') &&
    !/\b(?:id|number|code|token|key|date|time|query|expression|formula)\b/.test(field.name)
  )
}

function take(phrases: Phrase[], prepositions: RegExp): Phrase | undefined {
  const at = phrases.findLastIndex(({ preposition }) => prepositions.test(preposition ?? ''))
  return at < 0 ? undefined : phrases.splice(at, 1)[0]
}

/** The object of the verb without the tool's own words, and what a preposition adds to it. */
function readObject(tool: LocalTool, phrases: readonly Phrase[]): string | undefined {
  const parts = phrases
    .map(({ preposition, text }) => ({ preposition, text: withoutToolWords(text, tool) }))
    .filter(({ preposition, text }) => text !== '' && (preposition === undefined || placePreposition.test(preposition)))
  const [first, ...more] = parts
  if (!first) return undefined
  return [first.text, ...more.map(({ preposition, text }) => `${preposition} ${text}`)].join(' ')
}

/** Removes the words of the tool's name and numeric parameters, unless nothing is left but a color or an amount. */
function withoutToolWords(text: string, { nameStems, verbStem, document }: LocalTool): string {
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
      const translated = translateWord(bare)
      return !own.has(stemOf(bare)) && !(translated && own.has(stemOf(translated)))
    })
    .join(' ')
    .replace(/^(?:цвет\p{L}*|color)$/iu, '')
    .trim()
}

function withoutLabel(text: string, { name }: Field): string {
  return text.replace(new RegExp(`(?:^|\\s+)${name}$`, 'i'), '')
}

/** Words of a request after its verb, or those of a question, in which only prepositions say what is what. */
function readRequest(text: string): { readonly rest: string; readonly hasVerb: boolean } {
  const isRussian = isCyrillic(text)
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
