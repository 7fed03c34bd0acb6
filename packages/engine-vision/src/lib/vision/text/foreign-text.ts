import { EngineInputError } from '@mira/engine'
import type { WordNet } from '@mira/engine-lexicon'

/** Word as recognized. */
export interface RecognizedWord {
  readonly text: string
  /** Confidence, 0 to 100. */
  readonly confidence: number
}

/** Capitals and digits inside of words: the English model reads `ж`, `б` and `З` as such. */
const mixed = /^(?=.{4,}$)(?:.*\p{Ll}\p{Lu}|.*\p{L}\d+\p{L}|\d\p{L}{3})/u

/** Function words, which WordNet lacks. */
const functionWords =
  /^(the|and|or|of|to|for|from|with|you|your|are|our|this|that|not|all|any|how|who|what|when|where)$/i

/**
 * Returns whether recognized words look as if their letters were not Latin ones. Pages in English are recognized with a
 * confidence of about 95, those in Russian with 20 to 75; a page in capitals that look like Latin ones goes unnoticed.
 */
export function isForeign(words: readonly RecognizedWord[], wordNet: WordNet): boolean {
  const judged = words.filter(({ text }) => (text.match(/[\p{L}\p{N}]/gu)?.length ?? 0) >= 3 && /\p{L}{2}/u.test(text))
  if (judged.length === 0) return false
  const confidence = judged.reduce((sum, word) => sum + word.confidence, 0) / judged.length
  const odd = judged.filter(({ text }) => mixed.test(text)).length
  const unsure = judged.filter((word) => word.confidence < 60 || mixed.test(word.text)).length
  if (confidence < 80 && odd >= Math.max(1, judged.length * 0.2) && unsure >= judged.length * 0.4) return true
  return (
    judged.length >= 2 && confidence < 90 && confidence > 40 && !judged.some(({ text }) => isEnglish(text, wordNet))
  )
}

function isEnglish(text: string, wordNet: WordNet): boolean {
  const word = text.replace(/[^\p{L}'-]/gu, '')
  return functionWords.test(word) || (word.length > 2 && wordNet.senses(word).length > 0)
}

/** Creates the error for text that is not in Latin letters. */
export function foreignText(): EngineInputError {
  const message =
    'image: its text cannot be read: the letters are not Latin, probably Cyrillic. Only printed English is read'
  return new EngineInputError(message, 'image', { code: 'unsupported_language' })
}
