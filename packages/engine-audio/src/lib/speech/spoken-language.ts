import { detectLanguage } from '@mira/engine/internal'
import { detect, detectAll } from 'tinyld/light'

/** The language a text seems to be in, as a BCP 47 tag; `en` when in doubt. */
export function guessLanguage(text: string): string {
  const guess = detectLanguage(text, detectAll)
  // It knows few languages, and takes what is in none of their letters for English.
  return guess === 'en' && !isLatin(text) ? detect(text) || 'und' : guess
}

/** Whether a text can be read as English at all: most of its letters are Latin. */
export function isLatin(text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0
  return latin >= letters * 0.7
}

/** Whether a tag is English, of whatever region. */
export function isEnglish(language: string): boolean {
  return /^en\b/i.test(language)
}
