import { WordNet } from '@mira/engine-lexicon'
import { listDrawings } from '../drawings/drawing-library.ts'
import { drawingKinds, drawingWords } from '../drawings/drawing-words.ts'

let drawingNames: ReadonlySet<string> | undefined
let wordNet: WordNet | undefined

/** Maximum number of words whose result is cached: the process serves prompts of all callers. */
const maxCachedWords = 10_000
const fallbacks = new Map<string, string | undefined>()

/**
 * Finds the drawing that a phrase names directly: by common name, by the drawing's own name, or the plural of either.
 */
export function findNamedDrawing(phrase: string): string | undefined {
  drawingNames ??= new Set(listDrawings())
  for (const form of singularForms(phrase)) {
    const alias = Object.hasOwn(drawingWords, form) ? drawingWords[form] : undefined
    const name = alias ?? form.replaceAll(' ', '-')
    if (drawingNames.has(name)) return name
  }
  return undefined
}

/** Finds a drawing by the kind of a word, using WordNet hypernyms: a poodle is drawn as a dog. */
export function findKindredDrawing(word: string): string | undefined {
  if (fallbacks.has(word)) return fallbacks.get(word)
  wordNet ??= new WordNet()
  const net = wordNet
  const isNoun = net.senses(word)[0]?.partOfSpeech === 'noun'
  const synonym = isNoun ? net.synonyms(word).map(findNamedDrawing).find(Boolean) : undefined
  const found = synonym ?? (isNoun ? drawingKinds.find(([kind]) => net.isA(word, kind))?.[1] : undefined)
  if (fallbacks.size >= maxCachedWords) fallbacks.clear()
  fallbacks.set(word, found)
  return found
}

const irregular: Readonly<Record<string, string>> = {
  mice: 'mouse',
  geese: 'goose',
  wolves: 'wolf',
  men: 'man',
  women: 'woman',
  children: 'child',
  leaves: 'leaf',
  sheep: 'sheep',
  knives: 'knife',
}

function* singularForms(phrase: string): Generator<string> {
  yield phrase
  const last = phrase.split(' ').at(-1) ?? ''
  const head = phrase.slice(0, phrase.length - last.length)
  if (Object.hasOwn(irregular, last)) yield head + irregular[last]
  if (/ies$/.test(last)) yield head + last.replace(/ies$/, 'y')
  if (/(s|x|z|ch|sh|o)es$/.test(last)) yield head + last.replace(/es$/, '')
  if (/[^s]s$/.test(last)) yield head + last.slice(0, -1)
}

/** Returns whether a word looks plural, so that several objects are drawn if no number is given. */
export function isPlural(phrase: string): boolean {
  return (
    (/[^s]s$/.test(phrase) || /\b(mice|geese|wolves|men|women|children|people)$/.test(phrase)) &&
    !/(glasses|grass|bus|cactus|christmas tree|octopus)$/.test(phrase)
  )
}
