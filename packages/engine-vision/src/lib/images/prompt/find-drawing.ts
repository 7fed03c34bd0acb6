import { clearSynonyms, isDefinedAs, isKindOf } from '../../words/is-kind-of.ts'
import { listDrawings } from '../drawings/drawing-library.ts'
import { drawingKinds, drawingWords } from '../drawings/drawing-words.ts'
import { firstNoun, netOf, singularForms } from './nouns.ts'

let drawingNames: ReadonlySet<string> | undefined

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

/** Finds a drawing by the kind of a word in its most common meaning: a poodle is drawn as a dog. */
export function findKindredDrawing(word: string): string | undefined {
  if (fallbacks.has(word)) return fallbacks.get(word)
  const found = findBySense(word)
  if (fallbacks.size >= maxCachedWords) fallbacks.clear()
  fallbacks.set(word, found)
  return found
}

/**
 * Returns whether two words name a thing that is no kind of the second: a baseball bat is no bat, a dining table is a
 * table.
 */
export function isOtherThing(qualifier: string, head: string): boolean {
  const compound = `${qualifier} ${head}`
  const noun = firstNoun(compound)
  const drawing = findNamedDrawing(head)
  if (noun === undefined || noun.isInstance || drawing === undefined) return false
  const wider = drawingKinds.find(([, name]) => name === drawing)?.[2]
  const isKind = (form: string) => netOf().isA(compound, form) || isDefinedAs(netOf(), compound, form)
  return !(isWithin(compound, wider) && [...singularForms(head)].some(isKind))
}

function findBySense(word: string): string | undefined {
  const net = netOf()
  const clear = clearSynonyms(net, word)
  const named = clear.map((one) => findNamedDrawing(one.toLowerCase())).find(Boolean)
  return named ?? drawingKinds.find(([kind, , wider]) => isKindOf(net, word, kind) && isWithin(word, wider))?.[1]
}

function isWithin(word: string, wider: string | undefined): boolean {
  return wider === undefined || netOf().isA(word, wider)
}

/** Returns whether a word looks plural, so that several objects are drawn if no number is given. */
export function isPlural(phrase: string): boolean {
  // "tennis", "iris".
  if (/[iu]s$/.test(phrase) && firstNoun(phrase)?.words.includes(phrase)) return false
  return (
    (/[^s]s$/.test(phrase) || /\b(mice|geese|wolves|men|women|children|people)$/.test(phrase)) &&
    !/(glasses|grass|bus|cactus|christmas tree|octopus|scissors|jeans|shorts|headphones|drums|noodles|pants|trousers|walrus|lotus|hibiscus|santa claus|shoes|boots|heels|socks|gloves|skis|briefs|beans|peanuts|cherries|grapes|blueberries|maracas|chopsticks|fries)$/.test(
      phrase,
    )
  )
}
