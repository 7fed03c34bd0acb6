import { EngineInputError } from '@mira/engine'
import type { WordNet } from '@mira/engine-lexicon'
import { isKindOf } from '../words/is-kind-of.ts'
import { hasInOrder } from './has-in-order.ts'
import { type ColorName, colorNames } from './image/colors.ts'
import { cocoLabels } from './models/coco-labels.ts'
import { isShape } from './shapes.ts'

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
  moped: ['motorcycle'],
  plane: ['airplane'],
  jet: ['airplane'],
  auto: ['car'],
  taxi: ['car'],
  cab: ['car'],
  minibus: ['bus'],
  lorry: ['truck'],
  pickup: ['truck'],
  phone: ['cell phone'],
  smartphone: ['cell phone'],
  cellphone: ['cell phone'],
  'mobile phone': ['cell phone'],
  ball: ['sports ball'],
  football: ['sports ball'],
  basketball: ['sports ball'],
  racket: ['tennis racket'],
  sofa: ['couch'],
  settee: ['couch'],
  table: ['dining table'],
  television: ['tv'],
  fridge: ['refrigerator'],
  stoplight: ['traffic light'],
  hydrant: ['fire hydrant'],
  'hair dryer': ['hair drier'],
  hairdryer: ['hair drier'],
  doughnut: ['donut'],
  necktie: ['tie'],
  purse: ['handbag'],
  luggage: ['suitcase'],
  houseplant: ['potted plant'],
  teddy: ['teddy bear'],
  pony: ['horse'],
  lamb: ['sheep'],
  ram: ['sheep'],
  bull: ['cow'],
  calf: ['cow'],
  cattle: ['cow'],
  people: ['person'],
  human: ['person'],
  pedestrian: ['person'],
  passenger: ['person'],
  men: ['person'],
  women: ['person'],
  man: ['person'],
  woman: ['person'],
  boy: ['person'],
  girl: ['person'],
  child: ['person'],
  children: ['person'],
  kid: ['person'],
  guy: ['person'],
  lady: ['person'],
  baby: ['person'],
  driver: ['person'],
  soldier: ['person'],
  player: ['person'],
  athlete: ['person'],
  runner: ['person'],
  cyclist: ['person'],
  rider: ['person'],
  worker: ['person'],
  teacher: ['person'],
  student: ['person'],
  doctor: ['person'],
  nurse: ['person'],
  chef: ['person'],
  singer: ['person'],
  dancer: ['person'],
  guard: ['person'],
  policeman: ['person'],
  mug: ['cup'],
  kitten: ['cat'],
  animal: ['bird', 'cat', 'dog', 'horse', 'sheep', 'cow', 'elephant', 'bear', 'zebra', 'giraffe'],
  vehicle: ['bicycle', 'car', 'motorcycle', 'airplane', 'bus', 'train', 'truck', 'boat'],
  furniture: ['chair', 'couch', 'bed', 'dining table', 'bench'],
  fruit: ['banana', 'apple', 'orange'],
  vegetable: ['broccoli', 'carrot'],
  food: ['banana', 'apple', 'sandwich', 'orange', 'broccoli', 'carrot', 'hot dog', 'pizza', 'donut', 'cake'],
  cutlery: ['fork', 'knife', 'spoon'],
}
/** Labels whose first WordNet meaning is a different thing with the same spelling. */
const unclimbable = new Set(['mouse', 'remote', 'orange', 'tie', 'kite', 'bear'])

/**
 * Returns the detector labels that a noun refers to: by its own name, as a kind of
 * things (`animal`), or as one of a kind (`puppy`).
 * Empty for anything outside of the detector's classes.
 */
export function labelsFor(noun: string, wordNet: WordNet): readonly string[] {
  const direct = directLabels(noun)
  if (direct.length > 0) return direct
  if (noun === '') return []
  if (wordNet.senses(noun).length === 0) return noun.includes(' ') ? labelsFor(lastWord(noun), wordNet) : []
  return cocoLabels.filter((label) => !unclimbable.has(label) && isKindOf(wordNet, noun, label))
}

function directLabels(noun: string): readonly string[] {
  for (const form of [noun, noun.replace(/s$/, ''), noun.replace(/es$/, '')]) {
    if ((cocoLabels as readonly string[]).includes(form)) return [form]
    if (Object.hasOwn(everydayNames, form)) return everydayNames[form] ?? []
  }
  return []
}

function lastWord(phrase: string): string {
  return phrase.slice(phrase.lastIndexOf(' ') + 1)
}

/** Returns whether a noun is something to look for at all: of the detector's classes, a face, or a plain shape. */
export function isKnownTarget(noun: string, wordNet: WordNet): boolean {
  return noun === '' || /\bfaces?\b/.test(noun) || isShape(noun) || labelsFor(noun, wordNet).length > 0
}

/** Creates the error for a target outside of the detector's classes, which it lists. */
export function unknownTarget(noun: string): EngineInputError {
  const message = `target: "${noun}" is none of the ${cocoLabels.length} kinds of things that can be found: ${cocoLabels.join(', ')}; besides those, faces, quoted text and plain colored shapes`
  return new EngineInputError(message, 'target', { code: 'unknown_target' })
}
