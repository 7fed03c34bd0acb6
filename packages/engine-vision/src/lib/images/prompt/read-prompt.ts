import { colorWords } from '../scene/color.ts'
import type { TimeOfDay, Weather } from '../scene/scene.ts'
import { findKindredDrawing, findNamedDrawing, isPlural } from './find-drawing.ts'
import type { Layout, PromptPlan, Subject } from './prompt-plan.ts'
import {
  countWords,
  type Relation,
  relationPhrases,
  seasonWords,
  settingWords,
  silentWords,
  sizeWords,
  styleWords,
  timeWords,
  weatherWords,
} from './vocabulary.ts'

/** Maximum number of copies of one object. */
const maxCount = 12

/** Maximum number of objects in an image. */
const maxSubjects = 14

const layoutWords: readonly (readonly [RegExp, Layout])[] = [
  [/\b(bar|pie|line) (chart|graph)\b|\bchart\b/, 'chart'],
  [/\b(seamless|repeating)? ?pattern\b|\bwallpaper\b/, 'pattern'],
  [/\blogo\b|\bicon\b|\bemblem\b/, 'logo'],
  [/\btypograph\w*|\blettering\b|\b(greeting|birthday|title) card\b/, 'typography'],
  [/\b(abstract )?gradient\b/, 'gradient'],
]

interface Reading {
  subjects: Subject[]
  setting: string | undefined
  timeOfDay: TimeOfDay | undefined
  weather: Weather | undefined
  season: string | undefined
  style: string | undefined
  filter: string | undefined
  colors: string[]
  notUnderstood: string[]
  // Qualifiers since the last object.
  count: number | undefined
  color: string | undefined
  scale: number
  relation: Relation | undefined
}

/** Parses a prompt: the longest known phrase at each position, with its qualifiers. */
export function readPrompt(prompt: string): PromptPlan {
  const text = /["“”«]([^"“”»]{1,80})["“”»]/.exec(prompt)?.[1]
  const plain = prompt.replace(/["“”«][^"“”«»]*["“”»]/g, ' ').toLowerCase()
  const layout = layoutWords.find(([pattern]) => pattern.test(plain))?.[1] ?? 'scene'
  const rest = layoutWords.reduce((left, [pattern]) => left.replace(pattern, ' '), plain)
  const words = rest.match(/\d+-bit|\p{L}[\p{L}'’-]*|\d+/gu) ?? []
  const reading = readWords(words)
  return {
    layout: layout === 'scene' && text && reading.subjects.length === 0 && !reading.setting ? 'typography' : layout,
    subjects: reading.subjects.slice(0, maxSubjects),
    setting: reading.setting,
    timeOfDay: reading.timeOfDay ?? 'day',
    weather: reading.weather ?? 'clear',
    season: reading.season,
    style: reading.style,
    filter: reading.filter,
    text,
    colors: reading.colors,
    notUnderstood: [...new Set(reading.notUnderstood)],
  }
}

function readWords(words: readonly string[]): Reading {
  const reading: Reading = {
    subjects: [],
    setting: undefined,
    timeOfDay: undefined,
    weather: undefined,
    season: undefined,
    style: undefined,
    filter: undefined,
    colors: [],
    notUnderstood: [],
    count: undefined,
    color: undefined,
    scale: 1,
    relation: undefined,
  }
  for (let at = 0; at < words.length; ) {
    let length = Math.min(4, words.length - at)
    while (length > 0 && !readPhrase(reading, words.slice(at, at + length).join(' '))) length--
    if (length === 0) reading.notUnderstood.push(words[at] ?? '')
    at += Math.max(1, length)
  }
  return reading
}

function readPhrase(reading: Reading, phrase: string): boolean {
  return readStage(reading, phrase) || readQualifier(reading, phrase) || readSubject(reading, phrase)
}

/**
 * Parses setting, time, weather, season and style. With a number or size of its own, a mountain or house is an object.
 */
function readStage(reading: Reading, phrase: string): boolean {
  const bare = phrase.replace(/^(the|a|an) /, '')
  const lookUp = (table: Readonly<Record<string, string>>) =>
    Object.hasOwn(table, phrase)
      ? table[phrase]
      : bare !== phrase && Object.hasOwn(table, bare)
        ? table[bare]
        : undefined
  const style = lookUp(styleWords)
  if (style !== undefined) {
    if (style) {
      reading.filter = style
      reading.style = bare
    }
    return true
  }
  const time = lookUp(timeWords)
  const weather = lookUp(weatherWords)
  const season = lookUp(seasonWords)
  const setting = lookUp(settingWords)
  if (!(time || weather || season || setting)) return false
  if (time) reading.timeOfDay = time as TimeOfDay
  if (weather) reading.weather = weather as Weather
  if (season) reading.season = season
  // The first setting wins: "a castle on a hill by the sea" is a hill.
  if (setting) reading.setting ??= setting
  forgetQualifiers(reading)
  return true
}

function readQualifier(reading: Reading, phrase: string): boolean {
  const relation = relationPhrases.find(([words]) => words === phrase)?.[1]
  if (relation) {
    reading.relation = relation
    return true
  }
  if (Object.hasOwn(countWords, phrase)) reading.count = countWords[phrase]
  else if (/^\d{1,3}$/.test(phrase)) reading.count = Number(phrase)
  else if (Object.hasOwn(sizeWords, phrase)) reading.scale *= sizeWords[phrase] ?? 1
  else if (Object.hasOwn(colorWords, phrase) && !(phrase === 'orange' && reading.count === 1 && reading.color)) {
    reading.color = phrase
    reading.colors.push(phrase)
  } else return silentWords.has(phrase)
  return true
}

function readSubject(reading: Reading, phrase: string): boolean {
  const isWord = !phrase.includes(' ')
  const isAction = isWord && /(ing|ed|ly)$/.test(phrase)
  const drawing =
    findNamedDrawing(phrase) ?? (isWord && !isAction && phrase.length > 2 ? findKindredDrawing(phrase) : undefined)
  if (!drawing) return false
  const count = Math.min(
    maxCount,
    Math.max(1, reading.count && reading.count > 1 ? reading.count : isPlural(phrase) ? 3 : 1),
  )
  const to = reading.subjects.length - 1
  const relation = reading.relation && to >= 0 ? { kind: reading.relation, to } : undefined
  reading.subjects.push({ phrase, drawing, count, color: reading.color, scale: reading.scale, relation })
  forgetQualifiers(reading)
  return true
}

function forgetQualifiers(reading: Reading): void {
  reading.count = undefined
  reading.color = undefined
  reading.scale = 1
  reading.relation = undefined
}
