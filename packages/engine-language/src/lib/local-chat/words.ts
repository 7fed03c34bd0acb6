import { stemmer } from 'stemmer'

/** English words that carry grammar rather than matter. */
const functionWords = new Set(
  `a about above after again all also am an and any are as at be because been before being below between both but by can
  could did do does doing down during each few for from further had has have having he her here hers him his how i if in
  into is it its just let me more most my no nor not now of off on once only or other our out over own please same she
  should so some such than that the their them then there these they this those through to too under until up us very
  was we were what when where which while who whom why will with would you your yours tell give show want need like get
  know called named say said mentioned`.split(/\s+/),
)

/** Words of a text as they stand. */
export function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}]+(?:['’.-][\p{L}\p{N}]+)*/gu) ?? []
}

/** Stem of a word: `cities` and `city` are one. */
export function stemOf(word: string): string {
  return stemmer(word.toLowerCase().replace(/['’]s$/, ''))
}

/** Stems of the words that carry matter. */
export function contentStems(text: string): Set<string> {
  return new Set(
    wordsOf(text)
      .filter((word) => !isFunctionWord(word))
      .map(stemOf),
  )
}

export function isFunctionWord(word: string): boolean {
  return functionWords.has(word.toLowerCase())
}

/** Words of an identifier: `startDate`, `start_date` and `start-date` give `start date`. */
export function splitIdentifier(name: string): string {
  return name
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2')
    .replace(/[_\-./]+/g, ' ')
    .toLowerCase()
    .trim()
}

export function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

/** `a`, `a and b`, `a, b and c`. */
export function joinList(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
}

export function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** `text` with a full stop, unless it ends in a mark of its own. */
export function endSentence(text: string): string {
  return /[.!?…:]["')\]]?$/.test(text) ? text : `${text}.`
}
