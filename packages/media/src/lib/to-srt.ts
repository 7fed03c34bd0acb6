import { formatTime, type SubtitleSource, toCues } from './subtitle-cues.ts'

/**
 * A transcript as SubRip subtitles: its segments, else its words gathered into readable lines, else the whole text.
 *
 * @returns Empty text when nothing is said.
 */
export function toSrt(transcript: SubtitleSource): string {
  const blocks = toCues(transcript).map(({ startMs, endMs, text }, index) => {
    return `${index + 1}\n${formatTime(startMs, ',')} --> ${formatTime(endMs, ',')}\n${text}\n`
  })
  return blocks.join('\n')
}
