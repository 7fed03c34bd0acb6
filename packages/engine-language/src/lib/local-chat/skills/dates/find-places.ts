import { stemRussian } from '../../stem-russian.ts'
import { placeNames, regionNames } from './place-names.ts'

/** Place that a text names. */
export interface FoundPlace {
  /** IANA time zone. */
  readonly zone: string
  /** In the words of the text. */
  readonly name: string
  readonly start: number
  readonly end: number
}

interface Word {
  readonly stem: string
  readonly start: number
  readonly end: number
}

interface Table {
  /** Zone by the stems of a name. */
  readonly places: ReadonlyMap<string, string>
  /** Beginnings of zones by the stems of a region. */
  readonly regions: ReadonlyMap<string, readonly string[]>
}

const maxWords = 4
let table: Table | undefined

/** Finds the places of an English or Russian text, with a region after each: "Dallas, Texas" is one. */
export function findPlaces(text: string): FoundPlace[] {
  const words = wordsOf(text)
  const found: FoundPlace[] = []
  for (let index = 0; index < words.length; ) {
    const place = readPlace(words, index)
    if (place) addPlace(found, text, toFound(text, words.slice(index, index + place.length), place.zone))
    index += place?.length ?? 1
  }
  return found
}

/** Reads the place at a word, with its region. */
function readPlace(words: readonly Word[], at: number): { readonly zone: string; readonly length: number } | undefined {
  const { places, regions } = getTable()
  const length = longest(words, at, (name) => places.has(name))
  const zone = length > 0 ? places.get(nameOf(words, at, length)) : undefined
  if (zone === undefined) return undefined
  const isRegion = (name: string) => regions.get(name)?.some((start) => zone.startsWith(start)) === true
  return { zone, length: length + longest(words, at + length, isRegion) }
}

function toFound(text: string, words: readonly Word[], zone: string): FoundPlace {
  const [start, end] = [words[0]?.start ?? 0, words.at(-1)?.end ?? 0]
  return { zone, name: text.slice(start, end), start, end }
}

/** "London, England" names one place twice. */
function addPlace(found: FoundPlace[], text: string, place: FoundPlace): void {
  const before = found.at(-1)
  if (before?.zone === place.zone && /^,? $/.test(text.slice(before.end, place.start)))
    found[found.length - 1] = { ...before, name: text.slice(before.start, place.end), end: place.end }
  else found.push(place)
}

function longest(words: readonly Word[], at: number, isKnown: (name: string) => boolean): number {
  for (let length = Math.min(maxWords, words.length - at); length > 0; length--)
    if (isKnown(nameOf(words, at, length))) return length
  return 0
}

function nameOf(words: readonly Word[], at: number, length: number): string {
  return words
    .slice(at, at + length)
    .map(({ stem }) => stem)
    .join(' ')
}

function wordsOf(text: string): Word[] {
  return [...text.matchAll(/[\p{L}]+(?:[.’'-][\p{L}]+)*/gu)].map(({ 0: word, index }) => ({
    stem: stemOf(word),
    start: index,
    end: index + word.length,
  }))
}

/** English names have no cases, but a genitive: "Denver's time zone". */
function stemOf(word: string): string {
  const lower = word.toLowerCase().replaceAll('ё', 'е')
  return /[а-я]/.test(lower) ? stemRussian(lower) : lower.replace(/['’]s$/, '').replaceAll('.', '')
}

function getTable(): Table {
  table ??= readTable()
  return table
}

function readTable(): Table {
  const places = readLines(placeNames).flatMap(([zone, names]) => names.map((name) => [name, zone] as const))
  const regions = new Map<string, string[]>()
  for (const [zones, names] of readLines(regionNames))
    for (const name of names) regions.set(name, [...(regions.get(name) ?? []), ...zones.split(' ')])
  return { places: new Map(places), regions }
}

function readLines(lines: string): (readonly [string, string[]])[] {
  return lines
    .trim()
    .split('\n')
    .map((line) => {
      const at = line.indexOf(': ')
      const names = line.slice(at + 2).split(/[,;] /)
      return [line.slice(0, at), names.map((name) => nameOf(wordsOf(name), 0, 6))] as const
    })
}
