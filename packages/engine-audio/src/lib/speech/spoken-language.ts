import { detectLanguage } from '@mira/engine/internal'
import { detect, detectAll } from 'tinyld/light'

/** Detects the language of a text as a BCP 47 tag; `en` when uncertain. */
export function guessLanguage(text: string): string {
  const guess = detectLanguage(text, detectAll)
  // The detector supports few languages and classifies text in other scripts as English.
  return guess === 'en' && !isLatin(text) ? detect(text) || 'und' : guess
}

/** Whether a text can be read as English: at least 70 % of its letters are Latin. */
export function isLatin(text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0
  return latin >= letters * 0.7
}

/** Whether a language tag is English, in any region. */
export function isEnglish(language: string): boolean {
  return /^en\b/i.test(language)
}
