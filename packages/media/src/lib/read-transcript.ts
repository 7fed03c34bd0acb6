import { type RawReply, type ReadContext, readText } from '@mira/core'
import { isRecord, readReply } from '@mira/core/internal'
import { asNumber, asText, type Fields, firstField } from './fields.ts'
import { parseSubtitles } from './parse-subtitles.ts'
import type { Transcript, TranscriptSegment, TranscriptWord } from './transcript.ts'

const joinTexts = (segments: readonly TranscriptSegment[]): string => segments.map(({ text }) => text.trim()).join(' ')

/** Reads the reply to a transcription: JSON, plain text or subtitles. An HTML page is an error, never a transcript. */
export async function readTranscript(raw: RawReply, context: ReadContext): Promise<Transcript> {
  const mediaType = raw.headers.get('content-type')?.toLowerCase() ?? ''
  const isText = mediaType.startsWith('text/') && !mediaType.startsWith('text/html')
  if (isText || /subrip|srt|vtt/.test(mediaType)) return fromText(await readText(raw, context))
  return fromJson(await readReply<Fields>(raw, context, hasTranscript))
}

const textNames = ['text', 'transcript', 'transcription'] as const

function hasTranscript(body: Fields): boolean {
  const fields = unwrap(body)
  return fields.segments !== undefined || firstField(fields, textNames) !== undefined
}

function fromText(raw: string): Transcript {
  const segments = looksLikeSubtitles(raw) ? parseSubtitles(raw) : undefined
  return segments ? { text: joinTexts(segments), segments, raw } : { text: raw.trim(), raw }
}

/** Returns whether plain text contains subtitles, which are often sent as such. Speech never contains timecodes. */
const looksLikeSubtitles = (text: string): boolean =>
  /^\ufeff?\s*(WEBVTT|(\d+\s+)?[\d:]*\d\d:\d\d[,.]\d{3}\s+-->)/.test(text)

/** Decodes a JSON reply. Segments and words that are not lists are omitted, because callers rely on lists. */
function fromJson(body: object): Transcript {
  const { segments: segmentList, words: wordList, ...fields } = unwrap(body as Fields)
  const segments = readTimed(segmentList)?.map(toSegment)
  const words = readTimed(wordList)?.map(toWord)
  const text = asText(firstField(fields, textNames)) ?? joinTexts(segments ?? [])
  return { ...fields, text, ...(segments && { segments }), ...(words && { words }) }
}

function unwrap(body: Fields): Fields {
  const inner = [body.data, body.result].find(isRecord)
  return inner && body.text === undefined ? inner : body
}

const readTimed = (value: unknown): readonly Fields[] | undefined =>
  Array.isArray(value) ? value.filter(isRecord) : undefined

const toSegment = (fields: Fields): TranscriptSegment => ({
  ...fields,
  start: asNumber(fields.start) ?? 0,
  end: asNumber(fields.end) ?? 0,
  text: asText(fields.text) ?? '',
})

const toWord = (fields: Fields): TranscriptWord => ({
  ...fields,
  start: asNumber(fields.start) ?? 0,
  end: asNumber(fields.end) ?? 0,
  word: asText(firstField(fields, ['word', 'text'])) ?? '',
})
