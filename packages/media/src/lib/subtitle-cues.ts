import type { Transcript, TranscriptSegment, TranscriptWord } from './transcript.ts'

/** One subtitle. */
export interface Cue {
  readonly startMs: number
  readonly endMs: number
  readonly text: string
}

/** Limits for comfortable reading: two lines of 42 characters, for at most seven seconds. */
const maxCharacters = 84
const maxSeconds = 7
/** A silence of this length ends a subtitle. */
const maxGapSeconds = 1

/**
 * Creates subtitles from a transcript: from its segments, else from its words in groups, else from the whole text over
 * the whole duration.
 */
export function toCues({ text, duration, segments, words }: SubtitleSource): Cue[] {
  if (segments?.length) return segments.map(toCue).filter(isShown)
  if (words?.length) return groupWords(words).map(toCue).filter(isShown)
  return [toCue({ start: 0, end: duration ?? 0, text: text ?? '' })].filter(isShown)
}

/** Fields of a transcript that subtitles are created from. */
export type SubtitleSource = Partial<Pick<Transcript, 'text' | 'duration' | 'segments' | 'words'>>

type Timed = Pick<TranscriptSegment, 'start' | 'end' | 'text'>

const isShown = ({ text }: Cue): boolean => text !== ''

function toCue({ start, end, text }: Timed): Cue {
  const startMs = toMilliseconds(start)
  return { startMs, endMs: Math.max(startMs, toMilliseconds(end)), text: toLines(text) }
}

/** Converts to whole milliseconds, so that no time rounds to 60 seconds. An invalid time becomes 0. */
const toMilliseconds = (seconds: number): number =>
  Number.isFinite(seconds) ? Math.min(Number.MAX_SAFE_INTEGER, Math.max(0, Math.round(seconds * 1_000))) : 0

/** Removes blank lines, because both formats end a subtitle at one. */
const toLines = (text: string): string =>
  text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n')

function groupWords(words: readonly TranscriptWord[]): Timed[] {
  const groups: Timed[] = []
  for (const { word, start, end } of words) {
    const group = groups.at(-1)
    const text = word.trim()
    if (group && canJoin(group, { start, end, text })) {
      groups[groups.length - 1] = { start: group.start, end, text: `${group.text} ${text}` }
    } else groups.push({ start, end, text })
  }
  return groups
}

const canJoin = (group: Timed, word: Timed): boolean =>
  group.text.length + word.text.length < maxCharacters &&
  word.end - group.start <= maxSeconds &&
  word.start - group.end < maxGapSeconds

/** Formats a time as `01:02:03`, the given separator, and milliseconds. */
export function formatTime(milliseconds: number, mark: ',' | '.'): string {
  const seconds = Math.floor(milliseconds / 1_000)
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60]
  const clock = parts.map((part) => String(part).padStart(2, '0')).join(':')
  return `${clock}${mark}${String(milliseconds % 1_000).padStart(3, '0')}`
}
