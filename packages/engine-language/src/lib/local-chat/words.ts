import { stemmer } from 'stemmer'
import { stemRussian } from './stem-russian.ts'

/** Function words of English and Russian. */
const functionWords = new Set(
  `a about above after again all also am an and any are as at be because been before being below between both but by can
  could did do does doing down during each few for from further had has have having he her here hers him his how i if in
  into is it its just let me more most my no nor not now of off on once only or other our out over own please same she
  should so some such than that the their them then there these they this those through to too under until up us very
  was we were what when where which while who whom why will with would you your yours tell give show want need like get
  know called named say said mentioned
  и в во на с со к по из у о об за до от для а но не ли или мне меня мой моя мое мои мою моей я ты вы пожалуйста как что это`.split(
    /\s+/,
  ),
)

/** Splits a text into words, unchanged. */
export function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}]+(?:['’.-][\p{L}\p{N}]+)*/gu) ?? []
}

/** Replaces each run of spaces and line breaks by one space, line break or blank line. */
export function collapseSpaces(text: string): string {
  return text.replace(/\s{2,}/g, (run) => {
    const lines = run.split('\n').length - 1
    return lines === 0 ? ' ' : lines === 1 ? '\n' : '\n\n'
  })
}

/** Length beyond which a word has no stem of its own. */
const maxWordLength = 64

/** Returns the stem of a word: `cities` and `city` have the same. */
export function stemOf(word: string): string {
  if (word.length > maxWordLength) return word.toLowerCase()
  if (/\p{Script=Cyrillic}/u.test(word)) return stemRussian(word.toLowerCase().replaceAll('ё', 'е'))
  return stemmer(word.toLowerCase().replace(/['’]s$/, ''))
}

/** Returns the stems of the content words of a text. */
export function contentStems(text: string): Set<string> {
  const words = [...new Set(wordsOf(text))]
  return new Set(words.filter((word) => !isFunctionWord(word)).map(stemOf))
}

/** Returns whether a word is a function word. */
export function isFunctionWord(word: string): boolean {
  return functionWords.has(word.toLowerCase().replace(/['’](?:d|m|ve|ll|re)$/, ''))
}

/** Splits an identifier into words: `startDate`, `start_date` and `start-date` become `start date`. */
export function splitIdentifier(name: string): string {
  return name
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2')
    .replace(/[_\-./]+/g, ' ')
    .toLowerCase()
    .trim()
}

/** Escapes a text for use in a regular expression. */
export function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

/** Text in quotation marks, of two characters or more. */
export const quoted = /["“]([^"”\n]{2,})["”]|(?<![\p{L}\p{N}])['‘]([^'’\n]{2,})['’](?![\p{L}\p{N}])/gu

/** Returns the texts in quotation marks. */
export function readQuotations(text: string): string[] {
  return [...text.matchAll(quoted)].map(([, double, single]) => double ?? single ?? '')
}

/** Returns whether a text has a value in quotation marks. */
export function isQuoted(text: string, value: string): boolean {
  return new RegExp(`["'“‘]${escapeRegExp(value)}["'”’]`).test(text)
}

/** Joins the lines of a regular expression. */
export function joinLines(pattern: string): string {
  return pattern.replaceAll(/\n\s*/g, '').trim()
}

/** Joins items as `a`, `a and b` or `a, b and c`. */
export function joinList(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
}

/** Converts the first letter to upper case. */
export function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** Appends a period unless the text already ends with punctuation. */
export function endSentence(text: string): string {
  return /[.!?…:]["')\]]?$/.test(text) ? text : `${text}.`
}
