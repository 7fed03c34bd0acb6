import type { WordNet } from '@mira/engine-lexicon'
import { hasInOrder } from './has-in-order.ts'
import { type ColorName, colorNames } from './image/colors.ts'
import { cocoLabels } from './models/coco-labels.ts'

/** Parsed phrase: the noun of an object and the words that distinguish it. */
export interface Target {
  readonly noun: string
  readonly color: ColorName | undefined
  readonly place: Place | undefined
  /** Text to find in the image, if the phrase asks for text. */
  readonly text: string | undefined
}

/** Position or size that selects one of several objects. */
export type Place = 'left' | 'right' | 'top' | 'bottom' | 'middle' | 'biggest' | 'smallest' | 'second'

const places: readonly (readonly [RegExp, Place])[] = [
  [/\b(left|leftmost|first)\b/, 'left'],
  [/\b(right|rightmost)\b/, 'right'],
  [/\b(top|topmost|upper)\b/, 'top'],
  [/\b(bottom|lower)\b/, 'bottom'],
  [/\b(middle|centre|center)\b/, 'middle'],
  [/\b(biggest|largest|big|large)\b/, 'biggest'],
  [/\b(smallest|small|little|tiny)\b/, 'smallest'],
]
const fillers =
  /\b(the|a|an|all|any|of|on|in|at|to|from|is|are|there|side|part|picture|photo|image|left|leftmost|right|rightmost|top|topmost|upper|bottom|lower|middle|centre|center|biggest|largest|big|large|smallest|small|little|tiny|first|second)\b/g

/** Words that introduce a text to find: `the sign that says EXIT`. */
const textIntroductions = /\b(?:words?|text|sign (?:that )?says|says|reads)\s+(?=\S)/gi

/** Parses a phrase such as `the red car on the left` or `the word "EXIT"`. */
export function parseTarget(phrase: string): Target {
  // No quote is scanned twice, however many follow each other.
  const quoted = phrase.match(/["“'‘]([^\n"“”'‘’]+)["”'’]/u)?.[1]
  const lower = phrase.toLowerCase()
  const color = colorNames.find((name) => new RegExp(`\\b${name === 'gray' ? 'gr[ea]y' : name}\\b`).test(lower))
  const noun = lower
    .replace(fillers, ' ')
    .replace(new RegExp(`\\b(grey|${colorNames.join('|')})\\b`, 'g'), ' ')
    .replace(/[^\p{L}\s-]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return { noun, color, place: parsePlace(lower), text: quoted ?? textAfterIntroduction(phrase) }
}

function parsePlace(lower: string): Place | undefined {
  if (hasInOrder(lower, /\bsecond\b/, /\bleft\b/)) return 'second'
  return places.find(([pattern]) => pattern.test(lower))?.[1]
}

/** Returns the rest of the last line after its first introduction. */
function textAfterIntroduction(phrase: string): string | undefined {
  const lastLine = phrase.lastIndexOf('\n') + 1
  for (const match of phrase.matchAll(textIntroductions)) {
    const end = match.index + match[0].length
    if (end >= lastLine) return phrase.slice(end).replace(/[.?!]$/, '')
  }
  return undefined
}

/** Common names that WordNet does not map to the detector's labels. */
const everydayNames: Readonly<Record<string, readonly string[]>> = {
  bike: ['bicycle'],
  motorbike: ['motorcycle'],
  plane: ['airplane'],
  phone: ['cell phone'],
  ball: ['sports ball'],
  sofa: ['couch'],
  table: ['dining table'],
  television: ['tv'],
  fridge: ['refrigerator'],
  people: ['person'],
  human: ['person'],
  men: ['person'],
  women: ['person'],
  man: ['person'],
  woman: ['person'],
  mug: ['cup'],
}
/** Labels whose first WordNet meaning is a different thing with the same spelling. */
const unclimbable = new Set(['mouse', 'remote', 'orange', 'tie', 'kite', 'bear'])

/**
 * Returns the detector labels that a noun refers to: its own name, kinds of it (`animal`), or its hypernym (`puppy`).
 */
export function labelsFor(noun: string, wordNet: WordNet): readonly string[] {
  for (const form of [noun, noun.replace(/s$/, ''), noun.replace(/es$/, ''), noun.split(' ').at(-1) ?? noun]) {
    if ((cocoLabels as readonly string[]).includes(form)) return [form]
    if (Object.hasOwn(everydayNames, form)) return everydayNames[form] ?? []
  }
  if (noun === '' || wordNet.senses(noun).length === 0) return []
  const wider = cocoLabels.filter((label) => wordNet.isA(noun, label))
  if (wider.length > 0) return wider
  return cocoLabels.filter((label) => !unclimbable.has(label) && wordNet.isA(label, noun))
}
