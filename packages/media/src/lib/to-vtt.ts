import { formatTime, type SubtitleSource, toCues } from './subtitle-cues.ts'

/** A transcript as WebVTT subtitles, for the `<track>` of a video; otherwise as `toSrt`. */
export function toVtt(transcript: SubtitleSource): string {
  const blocks = toCues(transcript).map(({ startMs, endMs, text }) => {
    return `\n${formatTime(startMs, '.')} --> ${formatTime(endMs, '.')}\n${escapeText(text)}\n`
  })
  return ['WEBVTT\n', ...blocks].join('')
}

/** Escapes what would begin a tag or a reference, or look like a line of times (WebVTT §6.4). */
const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
