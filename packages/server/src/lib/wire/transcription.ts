import { z } from '@hono/zod-openapi'
import type { Transcript, TranscriptSegment } from '@mira/engine'

const formats = ['json', 'text', 'srt', 'vtt', 'verbose_json'] as const

/** Form fields of `POST /v1/audio/transcribe`, except its file. */
export const TranscribeFieldsSchema = z.looseObject({
  model: z.string().optional(),
  language: z.string().max(35).optional(),
  prompt: z.string().max(10_000).optional(),
  response_format: z.enum(formats).optional(),
  temperature: z
    .string()
    .regex(/^(?:0(?:\.\d+)?|1(?:\.0+)?)$/, 'expected a number from 0 to 1')
    .optional(),
  timestamp_granularities: z.array(z.enum(['segment', 'word'])).optional(),
  stream: z.literal('false', { error: 'transcripts are not streamed; omit the field' }).optional(),
})

/** Form fields of `POST /v1/audio/transcribe`, except its file. */
export type TranscribeFields = z.infer<typeof TranscribeFieldsSchema>

/**
 * JSON response of `POST /v1/audio/transcribe`; `segments` and `words` are included with `verbose_json` or on request.
 */
export const TranscriptSchema = z
  .object({
    text: z.string(),
    language: z.string(),
    /** Duration in seconds. */
    duration: z.number(),
    segments: z.array(z.object({ id: z.int(), start: z.number(), end: z.number(), text: z.string() })).optional(),
    words: z.array(z.object({ word: z.string(), start: z.number(), end: z.number() })).optional(),
  })
  .openapi('Transcript')

/** Returns whether words with timestamps are requested. */
export function wantsWords({ timestamp_granularities }: TranscribeFields): boolean {
  return timestamp_granularities?.includes('word') === true
}

/** Encodes a transcript as JSON. */
export function encodeTranscript(transcript: Transcript, fields: TranscribeFields): z.infer<typeof TranscriptSchema> {
  const { response_format: format, timestamp_granularities: granularities } = fields
  const hasSegments = format === 'verbose_json' || granularities?.includes('segment') === true
  return {
    text: transcript.text,
    language: transcript.language,
    duration: transcript.durationSeconds,
    ...(hasSegments && { segments: transcript.segments.map((segment, id) => ({ id, ...segment })) }),
    ...(wantsWords(fields) && { words: transcript.words.map(({ word, start, end }) => ({ word, start, end })) }),
  }
}

/** Formats a transcript as text or subtitles. */
export function formatTranscript({ text, segments }: Transcript, format: 'text' | 'srt' | 'vtt'): string {
  if (format === 'text') return `${text}\n`
  if (format === 'vtt') return `WEBVTT\n\n${segments.map((segment) => toCue(segment, '.')).join('\n')}`
  return segments.map((segment, index) => `${index + 1}\n${toCue(segment, ',')}`).join('\n')
}

function toCue({ start, end, text }: TranscriptSegment, decimalMark: string): string {
  return `${toTimecode(start, decimalMark)} --> ${toTimecode(end, decimalMark)}\n${text}\n`
}

function toTimecode(seconds: number, decimalMark: string): string {
  return new Date(Math.round(seconds * 1_000)).toISOString().slice(11, 23).replace('.', decimalMark)
}
