import { formatTime, type SubtitleSource, toCues } from './subtitle-cues.ts'

/** Converts a transcript to WebVTT subtitles, for the `<track>` of a video. Otherwise like `toSrt`. */
export function toVtt(transcript: SubtitleSource): string {
  const blocks = toCues(transcript).map(({ startMs, endMs, text }) => {
    return `\n${formatTime(startMs, '.')} --> ${formatTime(endMs, '.')}\n${escapeText(text)}\n`
  })
  return ['WEBVTT\n', ...blocks].join('')
}

/** Escapes characters that would start a tag or a character reference, or form a timing line (WebVTT §6.4). */
const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
