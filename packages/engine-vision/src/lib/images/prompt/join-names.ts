import { findNamedDrawing } from './find-drawing.ts'
import { netOf } from './nouns.ts'
import { isRussian, translateRussian } from './russian/translate-russian.ts'
import { countWords, linkWords } from './vocabulary.ts'

/** Joins the words of a proper name, so that none of them is read as a thing: `Golden_Gate`. */
export const nameJoint = '_'

/** Capitalized at the start of a sentence only. */
const openers = /^(?:the|an?|this|these|my|our|some|in|on|at|of|with|from|and)$/i

/** In Russian, an adjective is capitalized in a name alone, and its noun often is not: "Розеттский камень". */
const russianName =
  /(?<=[\p{Ll}\d,] )\p{Lu}[а-яё]+(?:[ыио]й|[ао]я|яя|[оеы]е|ие|[ое]го|[ое]му|[ыи]м|[ыи]х|[ую]ю|[ое]й)\s+[а-яё]{3,}/gu

const capitalized = /\p{Lu}[\p{Ll}'’]+(?:\s+\p{Lu}[\p{Ll}'’]+)*/gu

/** Joins the words of each proper name, which is two or more capitalized words, unless it is the name of a drawing. */
export function joinNames(text: string): string {
  const content = (text.match(/\p{L}{3,}/gu) ?? []).filter((word) => !linkWords.has(word) && !openers.test(word))
  const isTitle = content.every((word) => /^\p{Lu}/u.test(word))
  const joined = text.replace(russianName, (name) => name.replace(/\s+/, nameJoint))
  return joined.replace(capitalized, (words) => {
    const all = words.split(/\s+/)
    const start = all.findIndex((word) => !openers.test(word) && !Object.hasOwn(countWords, word.toLowerCase()))
    const name = start < 0 ? [] : all.slice(start)
    if (name.length < 2 || isCommon(name.join(' ').toLowerCase(), isTitle)) return words
    return [...all.slice(0, start), name.join(nameJoint)].join(' ')
  })
}

/**
 * Returns whether capitalized words name a kind of thing: "Bengal Tiger", "Santa Claus". In a title, where every word has
 * a capital, only a name in WordNet is none.
 */
function isCommon(name: string, isTitle: boolean): boolean {
  if (isRussian(name)) return !/\p{Script=Cyrillic}/u.test(translateRussian(name))
  const words = name.split(' ')
  const isDrawn = words.some((_, at) =>
    [words.slice(at), words.slice(0, at)].some((some) => some.length > 1 && findNamedDrawing(some.join(' '))),
  )
  const [first] = netOf().senses(name)
  if (isDrawn || first !== undefined) return isDrawn || !first?.isInstance
  return isTitle || netOf().senses(words[0] ?? '')[0]?.partOfSpeech === 'adj'
}
