import type { TranscriptSegment } from './transcript.ts'

const timesPattern = /^\s*((?:\d+:)?\d+:\d+[,.]\d+)\s+-->\s+((?:\d+:)?\d+:\d+[,.]\d+)/

/** Character references of WebVTT; directional marks are dropped because a transcript does not need them. */
const references = /* @__PURE__ */ new Map(
  Object.entries({ amp: '&', lt: '<', gt: '>', nbsp: '\u00a0', lrm: '', rlm: '' }),
)

/** Parses SubRip or WebVTT subtitles. Notes, styles, blocks without times, and WebVTT tags are omitted. */
export function parseSubtitles(subtitles: string): TranscriptSegment[] {
  const isVtt = /^\ufeff?WEBVTT/.test(subtitles)
  const blocks = subtitles.replace(/\r\n?/g, '\n').split(/\n[\t ]*\n/)
  return blocks.flatMap((block) => parseBlock(block, isVtt))
}

function parseBlock(block: string, isVtt: boolean): TranscriptSegment[] {
  const lines = block.split('\n').filter((line) => line.trim() !== '')
  // The times may follow a number or an identifier; on later lines they are text.
  const position = lines.slice(0, 2).findIndex((line) => timesPattern.test(line))
  const [, start, end] = timesPattern.exec(lines[position] ?? '') ?? []
  if (start === undefined || end === undefined) return []
  const text = lines.slice(position + 1).join('\n')
  return [{ start: parseTime(start), end: parseTime(end), text: isVtt ? decodeText(text) : text }]
}

function parseTime(time: string): number {
  const [seconds = '0', minutes = '0', hours = '0'] = time.replace(',', '.').split(':').reverse()
  // Computed in milliseconds, because a sum of seconds would not be the closest number to the written time.
  const milliseconds = Math.round(Number(seconds) * 1_000) + Number(minutes) * 60_000 + Number(hours) * 3_600_000
  return milliseconds / 1_000
}

const decodeText = (text: string): string =>
  text.replace(/<[^<>]*>/g, '').replace(/&(\w+);/g, (reference, name: string) => references.get(name) ?? reference)
