import { formatTime, type SubtitleSource, toCues } from './subtitle-cues.ts'

/**
 * Converts a transcript to SubRip subtitles: its segments, else its words grouped into readable lines, else the whole
 * text.
 *
 * @returns An empty string if there is no text.
 */
export function toSrt(transcript: SubtitleSource): string {
  const blocks = toCues(transcript).map(({ startMs, endMs, text }, index) => {
    return `${index + 1}\n${formatTime(startMs, ',')} --> ${formatTime(endMs, ',')}\n${text}\n`
  })
  return blocks.join('\n')
}
