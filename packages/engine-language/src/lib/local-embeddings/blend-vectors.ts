import { addScaled, normalize } from '@mira/engine/internal'

/** Share of meaning in the vector of an English text. The rest is its words. */
const englishShare = 0.8

/** Share of letters in words with a letter beyond a to z from which a text is not read by the English encoder at all. */
const foreignLimit = 0.5

/**
 * Combines the vectors of a text by meaning and by words. Their sum keeps both cosines, because vectors of different origin
 * are nearly orthogonal. The encoder knows English only, so the share of words grows with the share of other letters.
 *
 * @param meaning - Vector of the sentence encoder.
 * @param words - Vector from `lexicalVector`, of the same length.
 */
export function blendVectors(text: string, meaning: Float32Array, words: Float32Array): Float32Array {
  const share = englishShare * Math.max(0, 1 - foreignShare(text) / foreignLimit)
  const sum = new Float32Array(meaning.length)
  addScaled(sum, meaning, Math.sqrt(share))
  addScaled(sum, words, Math.sqrt(1 - share))
  return normalize(sum)
}

/** Returns the share of letters that are in words with a letter beyond a to z. */
function foreignShare(text: string): number {
  let [letters, foreign] = [0, 0]
  for (const [word] of text.matchAll(/[\p{L}\p{M}]{1,64}/gu)) {
    letters += word.length
    if (/[^a-z]/i.test(word)) foreign += word.length
  }
  return letters === 0 ? 0 : foreign / letters
}
