import { languageOfScript } from '@mira/engine/internal'
import { cyrillicWords, latinWords } from './language-words.ts'
import type { SkillContext } from './skills/skill.ts'

/** Length of text that decides, in characters. */
const maxRead = 2_000

type IsEnglishWord = (word: string) => boolean

/** English words that are words of other languages, too: they are not evidence of English, but do not speak against it. */
const shared: ReadonlySet<string> = new Set('a an am as do has i in me no on or so'.split(' '))

/** Letters that only some of the languages have, with what they add to the count of words. */
const letters: readonly (readonly [RegExp, readonly string[]])[] = [
  [/[ąćęłńśźż]/, ['pl']],
  [/[ñ¿¡]/, ['es']],
  [/ß/, ['de']],
  [/[äöü]/, ['de']],
  [/[êëîïœæâû]|\b(?:qu|[cdjlmnst])['’](?=[aeiouyhéêè])/, ['fr']],
  [/[ãõ]/, ['pt']],
  [/ç/, ['fr', 'pt']],
  [/[èà]/, ['fr', 'it']],
  [/[òùì]|\b(?:dell|nell|all|sull|un|l|c|d|cos)['’](?=[aeiouhèé])/, ['it']],
  [/[áíóú]/, ['es', 'pt']],
  [/é/, ['fr', 'es', 'pt']],
  [/szcz|cz|rz|sz|dzi|ów/u, ['pl']],
]

/** Returns the language of a request. WordNet decides short ones, which have no function word. */
export function languageOfRequest({ text, extractor: { wordNet } }: SkillContext): Promise<string> {
  return languageOf(text, (word) => wordNet.senses(word).length > 0)
}

/**
 * Returns the language of the beginning of a text: a code such as `en`. Defaults to `en`.
 *
 * @param isEnglishWord - Returns whether a dictionary has a word.
 */
export async function languageOf(text: string, isEnglishWord?: IsEnglishWord): Promise<string> {
  const read = text.slice(0, maxRead)
  const script = languageOfScript(read)
  if (script === 'ru') return isUkrainian(read) ? 'uk' : 'ru'
  if (script) return script
  const words = wordsOf(read)
  const { en: english = 0, ...others } = rank(read, words)
  const score = Math.max(...Object.values(others))
  if (english > 0 && score <= english) return 'en'
  const known = words.filter((word) => isKnown(word, isEnglishWord)).length
  if (words.length === 1 && known === 1) return 'en'
  const likely = Object.keys(others).filter((language) => others[language] === score)
  if (score > english + (known - english) / 2) return guess(read, likely)
  // A detector confuses short English texts with others, so it is asked about unknown words only.
  if (english > 0 || words.length < 2 || known * 2 >= words.length) return 'en'
  return guess(read, score > 0 ? likely : Object.keys(latinWords))
}

/** Returns whether a word is English, and is no common word of another language only. */
function isKnown(word: string, isEnglishWord: IsEnglishWord | undefined): boolean {
  if (latinWords.en?.has(word) || shared.has(word)) return true
  return !Object.values(latinWords).some((list) => list.has(word)) && isEnglishWord?.(word) === true
}

function wordsOf(text: string): string[] {
  return (
    text
      .toLowerCase()
      .replaceAll('’', "'")
      .match(/\p{L}+(?:['-]\p{L}+)*/gu) ?? []
  )
}

/** Counts the common words of each language, and the letters that only it has. */
function rank(text: string, words: readonly string[]): Record<string, number> {
  const scores = Object.fromEntries(
    Object.entries(latinWords).map(([language, list]) => [language, words.filter((word) => list.has(word)).length]),
  )
  const lower = text.toLowerCase()
  for (const [pattern, languages] of letters)
    if (pattern.test(lower)) for (const language of languages) scores[language] = (scores[language] ?? 0) + 1
  return scores
}

/** Asks a detector which of several languages a text is in. */
async function guess(text: string, languages: readonly string[]): Promise<string> {
  const [first = 'en', second] = languages
  if (second === undefined) return first
  // Its tables take 90 MB and half a second of processor time: most processes never need them.
  const { detectAll } = await import('tinyld')
  const [found] = detectAll(text, { only: [...languages] })
  // Short English texts are easily mistaken for a related language.
  const isSure = first !== 'en' || (found?.accuracy ?? 0) > 0.5 || /[^\p{ASCII}]/u.test(text.replace(/\P{L}/gu, ''))
  return found && isSure ? found.lang : first
}

function isUkrainian(text: string): boolean {
  if (/[ыэёъ]/i.test(text)) return false
  const words = wordsOf(text)
  const [ukrainian, russian] = ['uk', 'ru'].map(
    (language) => words.filter((word) => cyrillicWords[language]?.has(word)).length,
  )
  return (ukrainian ?? 0) > (russian ?? 0)
}
