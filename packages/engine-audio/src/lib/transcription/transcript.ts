import type { Transcript, TranscriptWord } from '@mira/engine'
import type { RecognizedWord } from './protocol.ts'

/** What was recognised in one stretch of the sound. */
export interface RecognizedUtterance {
  /** Where it begins in the sound; the words' times count from there. */
  readonly startSeconds: number
  readonly words: readonly RecognizedWord[]
  /** The same words as readable text. */
  readonly text: string
}

/** Puts recognised utterances together: readable text, and times from the beginning of the sound. */
export function joinTranscript(
  utterances: readonly RecognizedUtterance[],
  durationSeconds: number,
  hasWords: boolean,
): Transcript {
  const spoken = utterances
    .filter(({ words }) => words.length > 0)
    .map(({ text, ...utterance }) => ({ text, words: placeWords(utterance, durationSeconds) }))
  const segments = spoken.map(({ text, words }) => ({ start: words[0]?.start ?? 0, end: words.at(-1)?.end ?? 0, text }))
  return {
    text: segments.map(({ text }) => text).join(' '),
    language: 'en',
    durationSeconds,
    segments,
    words: hasWords ? spoken.flatMap(({ words }) => words) : [],
  }
}

function placeWords(
  { startSeconds, words }: Omit<RecognizedUtterance, 'text'>,
  durationSeconds: number,
): TranscriptWord[] {
  // The decoder's last frame may lie a window beyond the sound.
  const place = (seconds: number) => Math.min(durationSeconds, Math.round((startSeconds + seconds) * 100) / 100)
  return words.map((word) => ({ ...word, start: place(word.start), end: place(word.end) }))
}
