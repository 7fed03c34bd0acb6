import { colorWords } from '../scene/color.ts'
import { findKindredDrawing, isOtherThing } from './find-drawing.ts'
import { countWords, settingWords, silentWords, sizeWords } from './vocabulary.ts'

/** Before a thing, the name of a setting says what it is for: a beach ball is not on a beach. */
export function isSetting(word: string): boolean {
  return Object.hasOwn(settingWords, word)
}

/** Returns the color in the name of a drawing, such as "red apple". */
export function colorOf(name: string): string | undefined {
  const [first = '', ...rest] = name.split(' ')
  return rest.length > 0 && Object.hasOwn(colorWords, first) ? first : undefined
}

/** Returns the drawing of the kind of a word or of two: "corgi", "german shepherd". */
export function kindredOf(words: readonly string[]): string | undefined {
  const [first = '', last = first] = words
  const isName = last.length > 2 && !/(ing|ed|ly)$/.test(last) && !silentWords.has(last)
  return isName && (words.length === 1 || !isQualifier(first)) ? findKindredDrawing(words.join(' ')) : undefined
}

/** Returns whether a word makes another thing of the one after it: "baseball bat". */
export function isOther(word: string | undefined, name: string): boolean {
  return word !== undefined && !isQualifier(word) && isOtherThing(word, name)
}

/** Returns whether a word says something about any thing, such as its color. */
export function isQualifier(word: string): boolean {
  return silentWords.has(word) || [colorWords, countWords, sizeWords].some((table) => Object.hasOwn(table, word))
}

/** Articles and possessives: what follows them is a thing. */
export const determiner = /^(a|an|the|this|that|my|your|our)$/

/** Returns whether a phrase has an article or a number. */
export function isCounted(words: readonly string[]): boolean {
  return words.some((word) => determiner.test(word) || Object.hasOwn(countWords, word) || /^\d+$/.test(word))
}

/** Returns whether what follows a link belongs to the thing before it. */
export function isAttributeLink(link: string): boolean {
  return /^(with|has|have|having)$/.test(link)
}
