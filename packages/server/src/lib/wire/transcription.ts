import { deflateSync } from 'node:zlib'
import { z } from '@hono/zod-openapi'
import type { Transcript, TranscriptSegment, TranscriptWord } from '@mira/engine'
import { rejectForeignForms } from './reject-foreign-forms.ts'
import { noLogProbabilities } from './unsupported-content.ts'

const formats = ['json', 'text', 'srt', 'vtt', 'verbose_json'] as const

/** Formats of a transcript. */
export type TranscriptFormat = (typeof formats)[number]

const ResponseFormatSchema = z.enum(formats, {
  error: ({ input }) =>
    input === 'diarized_json'
      ? `the engine does not tell speakers apart; available formats: ${formats.join(', ')}`
      : undefined,
})

const GranularitiesSchema = z.array(z.enum(['segment', 'word']))

/** Boolean of a form; some clients write it as Python does. */
const flag = z.enum(['true', 'True', 'false', 'False']).transform((text) => text.toLowerCase() === 'true')

const commonFields = {
  model: z.string().optional(),
  language: z.string().max(35).optional(),
  prompt: z.string().max(10_000).optional(),
  response_format: ResponseFormatSchema.optional(),
  temperature: z
    .string()
    .regex(/^(?:0(?:\.\d+)?|1(?:\.0+)?)$/, 'expected a number from 0 to 1')
    .optional(),
}

const foreignForms = /* @__PURE__ */ rejectForeignForms({
  stream_format: 'not a field of transcripts; use stream: true for events',
  output_format: 'not a field of transcripts; use response_format',
  n: 'not a field of transcripts; there is one',
})

/** Form fields of `POST /v1/audio/transcribe`, except its file. */
export const TranscribeFieldsSchema = z
  .looseObject({
    ...commonFields,
    timestamp_granularities: GranularitiesSchema.optional(),
    stream: flag.optional(),
    include: z.array(z.string().refine((name) => name !== 'logprobs', noLogProbabilities)).optional(),
  })
  .superRefine(({ response_format: format = 'json', timestamp_granularities, stream }, problems) => {
    const reject = (field: string, message: string) =>
      problems.addIssue({ code: 'custom', path: [field], message: `${message}, not with ${format}` })
    if (stream === true && format !== 'json' && format !== 'text')
      reject('stream', 'available with the response formats json and text')
    const hasTimes = timestamp_granularities !== undefined && timestamp_granularities.length > 0
    if (hasTimes && stream === true) {
      const message = 'streams have no timestamps; omit the field, or stream'
      problems.addIssue({ code: 'custom', path: ['timestamp_granularities'], message })
    } else if (hasTimes && format !== 'json' && format !== 'verbose_json')
      reject('timestamp_granularities', 'available with the response formats verbose_json and json')
  })
  .superRefine(foreignForms)

/** Form fields of `POST /v1/audio/transcribe`, except its file. */
export type TranscribeFields = z.infer<typeof TranscribeFieldsSchema>

/** Form fields of `POST /v1/audio/translations`, except its file. */
export const TranslateFieldsSchema = z
  .looseObject({
    ...commonFields,
    stream: flag.refine((isStream) => !isStream, 'translations are not streamed; omit the field').optional(),
    timestamp_granularities: z
      .undefined({ error: 'translations have no choice of timestamps; omit the field' })
      .optional(),
  })
  .superRefine(foreignForms)

const SegmentSchema = z.object({
  id: z.int(),
  /** Start in hundredths of a second. */
  seek: z.int(),
  start: z.number(),
  end: z.number(),
  text: z.string(),
  tokens: z.array(z.int()),
  temperature: z.number(),
  avg_logprob: z.number(),
  compression_ratio: z.number(),
  no_speech_prob: z.number(),
})

const UsageSchema = z.object({ type: z.literal('duration'), seconds: z.number() })

/**
 * JSON response of `POST /v1/audio/transcribe`; `segments` and `words` are included with `verbose_json` or on request.
 */
export const TranscriptSchema = z
  .object({
    task: z.enum(['transcribe', 'translate']),
    text: z.string(),
    language: z.string(),
    /** Duration in seconds. */
    duration: z.number(),
    segments: z.array(SegmentSchema).optional(),
    words: z.array(z.object({ word: z.string(), start: z.number(), end: z.number() })).optional(),
    usage: UsageSchema,
  })
  .openapi('Transcript')

/** Event of a streamed transcript. */
export const TranscriptEventSchema = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('transcript.text.delta'), delta: z.string() }),
    z.object({ type: z.literal('transcript.text.done'), text: z.string(), usage: UsageSchema }),
  ])
  .openapi('TranscriptStreamEvent')

/** Event of a streamed transcript. */
export type TranscriptEvent = z.infer<typeof TranscriptEventSchema>

/** Parts of a transcript with timestamps. */
export interface TimedParts {
  readonly segments: boolean
  readonly words: boolean
}

/** Returns the parts that are requested: `verbose_json` has segments unless others are named. */
export function timedPartsOf({ response_format, timestamp_granularities: named = [] }: TranscribeFields): TimedParts {
  const isVerbose = response_format === 'verbose_json'
  return { segments: named.length > 0 ? named.includes('segment') : isVerbose, words: named.includes('word') }
}

/** Options of {@link encodeTranscript}. */
export interface EncodeTranscriptOptions {
  readonly task: 'transcribe' | 'translate'
  readonly parts: TimedParts
}

/** Encodes a transcript as JSON. */
export function encodeTranscript(
  transcript: Transcript,
  { task, parts }: EncodeTranscriptOptions,
): z.infer<typeof TranscriptSchema> {
  const { text, language, durationSeconds, segments, words } = transcript
  return {
    task,
    text,
    language,
    duration: durationSeconds,
    ...(parts.segments && { segments: segments.map((segment, id) => encodeSegment(segment, id, words)) }),
    ...(parts.words && { words: words.map(({ word, start, end }) => ({ word, start, end })) }),
    usage: { type: 'duration', seconds: durationSeconds },
  }
}

/**
 * Encodes a segment with the numbers that clients of OpenAI require. There are no tokens, the recognizer has no
 * temperature, and it reports only what it takes for speech.
 */
function encodeSegment(
  { start, end, text }: TranscriptSegment,
  id: number,
  words: readonly TranscriptWord[],
): z.infer<typeof SegmentSchema> {
  const own = words.filter((word) => word.start >= start && word.start < end)
  const logProbabilities = own.map(({ confidence }) => Math.log(Math.max(confidence, Number.EPSILON)))
  const sum = logProbabilities.reduce((total, value) => total + value, 0)
  return {
    id,
    seek: Math.round(start * 100),
    start,
    end,
    text,
    tokens: [],
    temperature: 0,
    avg_logprob: own.length === 0 ? 0 : sum / own.length,
    compression_ratio: Buffer.byteLength(text) / deflateSync(text).length,
    no_speech_prob: 0,
  }
}

/** Converts a transcript to events: a delta per segment, which together are the text, and the end. */
export function listTranscriptEvents({ text, segments, durationSeconds }: Transcript): TranscriptEvent[] {
  const deltas: string[] = []
  let position = 0
  for (const segment of segments) {
    const start = segment.text === '' ? -1 : text.indexOf(segment.text, position)
    if (start < 0) continue
    const end = start + segment.text.length
    deltas.push(text.slice(position, end))
    position = end
  }
  if (position < text.length) deltas.push(text.slice(position))
  return [
    ...deltas.map((delta) => ({ type: 'transcript.text.delta' as const, delta })),
    { type: 'transcript.text.done', text, usage: { type: 'duration', seconds: durationSeconds } },
  ]
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
