/** Marks of Chinese text by those of other scripts. */
const marks: Readonly<Record<string, string>> = { '，': ',', '、': ',', '。': '.', '？': '?', '！': '!' }
const ideographic = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u
/** Letters that a CT-Transformer keeps in words: it separates all others, and drops the spaces between them. */
const separated = /[^\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}a-z]/iu

/** Returns whether a CT-Transformer keeps the words of a text. */
export function keepsWords(text: string): boolean {
  return ![...text].some((character) => /\p{L}/u.test(character) && separated.test(character))
}

/** Lowers a text in capital letters only, as some recognizers write it. */
export function lowerCapitals(text: string): string {
  return /\p{Ll}/u.test(text) ? text : text.toLowerCase()
}

/**
 * Writes marks that follow words of the Latin script in that script, and capital letters at the start of sentences if the
 * text has none: `how are you？i am fine。` becomes `How are you? I am fine.`
 */
export function writeMarks(text: string): string {
  const written = text.replace(
    /(\S)([，、。？！])(\s*)/gu,
    (all, before: string, mark: string, space: string, at: number) => {
      if (ideographic.test(before)) return all
      const isLast = at + all.length === text.length
      return `${before}${marks[mark]}${isLast ? space : ' '}`
    },
  )
  if (/\p{Lu}/u.test(written)) return written
  return written
    .replace(/(^|[.?!]\s+|[。？！]\s*)(\p{Ll})/gu, (_, before: string, letter: string) => before + letter.toUpperCase())
    .replace(/(?<![\p{L}\p{N}'’])i(?![\p{L}\p{N}])/gu, 'I')
}
