import type { Transcript, TranscriptWord } from '@mira/engine'
import type { RecognizedWord } from './protocol.ts'

/** A recognized segment of the audio. */
export interface RecognizedUtterance {
  /** Offset in the audio; word times are relative to it. */
  readonly startSeconds: number
  readonly words: readonly RecognizedWord[]
  /** The same words as readable text. */
  readonly text: string
}

/** Joins recognized utterances into a transcript: readable text, with times relative to the start of the audio. */
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
  // The decoder's last frame may extend beyond the audio.
  const place = (seconds: number) => Math.min(durationSeconds, Math.round((startSeconds + seconds) * 100) / 100)
  return words.map((word) => ({ ...word, start: place(word.start), end: place(word.end) }))
}
