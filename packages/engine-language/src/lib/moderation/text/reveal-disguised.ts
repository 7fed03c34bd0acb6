import { resolveConfusablesTransformer, resolveLeetSpeakTransformer } from 'obscenity'

const confusables = /* @__PURE__ */ resolveConfusablesTransformer()
const leetSpeak = /* @__PURE__ */ resolveLeetSpeakTransformer()

/** A word, separated from trailing punctuation that would be mistaken for letters. */
const wordAndEnd = /(?<!\S)(\S{1,64}?)([!?.,;:"')\]]*)(?!\S)/gu
/** Letters separated by the same character. */
const spacedWord = /(?<![\p{L}\p{N}])\p{L}([ .*_-])(?:\p{L}\1){1,40}\p{L}(?![\p{L}\p{N}])/gu

/**
 * Normalizes disguised words to plain letters: `m3th`, `ⓑⓞⓜⓑ`, letters of other alphabets, `k i l l`.
 *
 * Ordinary names such as `mp3` change too, so use the result only for matching, not for display.
 */
export function revealDisguised(text: string): string {
  return text
    .normalize('NFKC')
    .replace(wordAndEnd, (_, word: string, end: string) => (isDisguised(word) ? inPlainLetters(word) : word) + end)
    .replace(spacedWord, (spaced) => spaced.replace(/\P{L}/gu, ''))
}

/** Returns whether a word has a letter next to a lookalike character, or a non-Latin letter. */
function isDisguised(word: string): boolean {
  return /\p{L}[@$!|\d]|[@$|\d]\p{L}/u.test(word) || /[^\P{L}\p{Script=Latin}]/u.test(word)
}

function inPlainLetters(word: string): string {
  const letters = Array.from(word, (letter) => {
    const plain = confusables.transform(letter.codePointAt(0) ?? 0)
    return String.fromCodePoint(leetSpeak.transform(plain ?? 0) ?? 0)
  })
  return letters.join('')
}
