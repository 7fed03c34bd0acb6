import { wordsOf } from '../words.ts'

/** Words of questions that carry no condition of their own. */
const questionWords = new Set(
  `a an the is are was were be it its this that of in on at for to from and or me my i you your we us please can could would
  will tell say give show provide know let need want like what whats which who when where how many much do does did there s re m hi hello hey
  ok okay so well now just also then exactly about there's what's it's let's quick quickly question convert find calculate
  compute work out get have has here just there`.split(/\s+/),
)

/** Words of a question that a skill understands. */
export interface AccountOptions {
  /** Parts of the text that the answer is computed from. */
  readonly used?: readonly string[] | undefined
  /** Words that the skill knows, in addition to question words. */
  readonly vocabulary?: RegExp | undefined
}

/**
 * Returns whether a skill accounts for a whole question: each word is a question word, one that the skill knows, or part of
 * what the answer is computed from. An unknown word may change what is asked.
 */
export function isAccountedFor(text: string, { used = [], vocabulary }: AccountOptions): boolean {
  const rest = wordsOf(withoutParts(text, used))
  return rest.every((word) => questionWords.has(word.toLowerCase()) || vocabulary?.test(word.toLowerCase()) === true)
}

/** Returns whether a text has no word and no figure beside those of a vocabulary. */
export function hasOnlyWords(text: string, vocabulary: RegExp): boolean {
  return (text.match(/[\p{L}\d]+/gu) ?? []).every((word) => vocabulary.test(word))
}

/**
 * Returns the pattern of a vocabulary.
 *
 * @param list - Words with spaces between them. One that ends with an asterisk is the beginning of a word.
 */
export function wordPattern(list: string): RegExp {
  const words = list
    .trim()
    .split(/\s+/)
    .map((word) => word.replace('*', String.raw`\p{L}*`))
  return new RegExp(`^(?:${words.join('|')})$`, 'iu')
}

/** Returns whether an answer uses all figures and names of a text. Other words may describe the occasion. */
export function areFiguresUsed(text: string, used: readonly string[]): boolean {
  const rest = withoutParts(text, used)
  return !/\d/.test(rest) && !/(?<=[\p{L}\d,] )(?!I\b)\p{Lu}\p{Ll}+/u.test(rest)
}

/** Replaces each part once by a space. */
function withoutParts(text: string, parts: readonly string[]): string {
  return parts.reduce((rest, part) => {
    const at = rest.toLowerCase().indexOf(part.toLowerCase())
    return part === '' || at < 0 ? rest : `${rest.slice(0, at)} ${rest.slice(at + part.length)}`
  }, text)
}
