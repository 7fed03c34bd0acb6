import type { TranscriptWord } from '@mira/engine'
import type { RecognitionResult } from './sherpa-onnx.ts'

/** A word is a run of tokens, of which the first begins with a space; ideographs are words of their own. */
const ideograph = /^\s*[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u

interface WordTokens {
  text: string
  readonly start: number
  end: number
  readonly logProbabilities: number[]
}

/**
 * Joins the tokens of an utterance to words. Empty for models without times.
 *
 * @param startSeconds - Start of the utterance in the recording.
 * @param durationSeconds - Length of the utterance, at which its last word ends at the latest.
 */
export function toWords(
  { tokens = [], timestamps = [], durations = [], ys_log_probs: logProbabilities = [] }: RecognitionResult,
  startSeconds: number,
  durationSeconds: number,
): TranscriptWord[] {
  if (timestamps.length === 0 || timestamps.length !== tokens.length) return []
  const words: WordTokens[] = []
  for (const [index, token] of tokens.entries()) {
    const start = timestamps[index] ?? 0
    const end = start + (durations[index] ?? 0)
    const last = words.at(-1)
    if (last === undefined || /^[\s▁]/.test(token) || ideograph.test(token)) {
      words.push({ text: clean(token), start, end, logProbabilities: [logProbabilities[index] ?? 0] })
    } else {
      last.text += clean(token)
      last.end = end
      last.logProbabilities.push(logProbabilities[index] ?? 0)
    }
  }
  return words
    .filter(({ text }) => /[\p{L}\p{N}]/u.test(text))
    .map((word, index, all) => {
      const next = all[index + 1]?.start ?? durationSeconds
      // Without lengths, a word lasts until the next one begins.
      const end = durations.length > 0 ? Math.min(word.end, next) : next
      return {
        word: word.text,
        start: round(startSeconds + Math.min(word.start, durationSeconds)),
        end: round(startSeconds + Math.min(Math.max(end, word.start), durationSeconds)),
        confidence: Math.min(1, Math.exp(mean(word.logProbabilities))),
      }
    })
}

function clean(token: string): string {
  return token.replace(/[\s▁]/g, '')
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function round(seconds: number): number {
  return Math.round(seconds * 100) / 100
}
