import { writeDigits } from './spoken-numbers.ts'

const capitalized = new Set(
  `monday tuesday wednesday thursday friday saturday sunday january february april june july august september october
  november december england english britain british america american london paris europe european`.split(/\s+/),
)

const titles: ReadonlyMap<string, string> = new Map([
  ['mister', 'Mr.'],
  ['missus', 'Mrs.'],
])

/**
 * Formats recognized words as readable text: digits, `%`, `p.m.`, capitals where a rule is reliable, and a final
 * period.
 *
 * Names, commas and questions cannot be inferred from the words alone and are left unchanged.
 */
export function restoreText(words: readonly string[]): string {
  if (words.length === 0) return ''
  const parts = writeDigits(joinLetters(words)).map(capitalize)
  const text = parts.join(' ').replace(/(\d) percent\b/g, '$1%')
  const sentence = text.charAt(0).toUpperCase() + text.slice(1)
  return sentence.endsWith('.') ? sentence : `${sentence}.`
}

/** Joins letters: the dictionary spells `p. m.` as two words. */
function joinLetters(words: readonly string[]): string[] {
  return words
    .join(' ')
    .replace(/\b([ap])\. m\.(?= |$)/g, '$1.m.')
    .split(' ')
}

function capitalize(word: string, index: number, words: readonly string[]): string {
  if (/^i(?:'|$)/.test(word)) return `I${word.slice(1)}`
  const title = titles.get(word)
  if (title) return title
  const followsTitle = titles.has(words[index - 1] ?? '')
  return followsTitle || capitalized.has(word) ? word.charAt(0).toUpperCase() + word.slice(1) : word
}
