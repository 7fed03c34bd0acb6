import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { ApiError } from '../../api-error.ts'
import type { AppEnv, ServerContext } from '../../context.ts'
import { transcribe } from '../../inference/transcription.ts'
import type { SpooledForm } from '../../media/spooled-form.ts'
import { invalidRequest } from '../../wire/describe-issues.ts'
import { bearerSecurity, jsonEndpointErrors } from '../../wire/openapi.ts'
import {
  type EncodeTranscriptOptions,
  encodeTranscript,
  formatTranscript,
  listTranscriptEvents,
  TranscribeFieldsSchema,
  TranscriptEventSchema,
  type TranscriptFormat,
  TranscriptSchema,
  TranslateFieldsSchema,
  timedPartsOf,
} from '../../wire/transcription.ts'
import { encodeTypedEvents } from '../../wire/typed-events.ts'
import { uploadEndpoint } from '../middleware/endpoint.ts'
import { toCall } from './call.ts'
import { streamResponse } from './stream-response.ts'

type RouteContext = Pick<
  ServerContext,
  | 'admission'
  | 'audioDecoder'
  | 'catalog'
  | 'engines'
  | 'ffmpeg'
  | 'idempotentRuns'
  | 'keepAliveMs'
  | 'keyGuard'
  | 'limits'
  | 'logger'
  | 'now'
  | 'pendingWork'
  | 'usageWriter'
  | 'requestRate'
  | 'store'
  | 'streamSlots'
>

/** Language that translations are in. */
const translatedInto = 'en'

/** Creates the route `POST /v1/audio/transcribe`, its OpenAI-compatible alias, and `POST /v1/audio/translations`. */
export function transcriptionRoutes(context: RouteContext): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>()
  for (const path of ['/v1/audio/transcribe', '/v1/audio/transcriptions']) {
    app.openapi(transcribeRoute(context, path), (c) => respondWithTranscript(context, c))
  }
  app.openapi(translateRoute(context), async (c) => {
    const { file, fields } = readForm(c.get('form'), TranslateFieldsSchema)
    const { model, language, response_format: format = 'json' } = fields
    const isVerbose = format === 'verbose_json'
    const request = { model, file, language, words: isVerbose, into: translatedInto }
    const transcript = await transcribe(context, toCall(c), request)
    const parts = { segments: isVerbose, words: false }
    return toResponse(transcript, format, { task: 'translate', parts })
  })
  return app
}

async function respondWithTranscript(context: RouteContext, c: Context<AppEnv>): Promise<Response> {
  const { file, fields } = readForm(c.get('form'), TranscribeFieldsSchema)
  const { model, language, response_format: format = 'json', stream } = fields
  const parts = timedPartsOf(fields)
  // The numbers of a segment are those of its words.
  const request = { model, file, language, words: parts.words || parts.segments, needsWords: parts.words }
  if (stream !== true) {
    return toResponse(await transcribe(context, toCall(c), request), format, { task: 'transcribe', parts })
  }
  return streamResponse(context, toCall(c, { isStream: true }), async (call, toError) => {
    const events = listTranscriptEvents(await transcribe(context, call, request))
    return { events: encodeTypedEvents(events, toError), close: async () => undefined }
  })
}

/** Encodes a transcript in a format. */
function toResponse(
  transcript: Parameters<typeof encodeTranscript>[0],
  format: TranscriptFormat,
  options: EncodeTranscriptOptions,
): Response {
  if (format === 'json' || format === 'verbose_json') return Response.json(encodeTranscript(transcript, options))
  const type = { text: 'text/plain', srt: 'application/x-subrip', vtt: 'text/vtt' }[format]
  return new Response(formatTranscript(transcript, format), { headers: { 'content-type': `${type}; charset=utf-8` } })
}

const text = { schema: z.string() }
const string = { type: 'string' as const }
const transcripts = {
  'application/json': { schema: TranscriptSchema },
  'text/plain': text,
  'application/x-subrip': text,
  'text/vtt': text,
}

/** Describes a form for the API description only; the middleware spools the form to disk. */
function describeForm(fields: Readonly<Record<string, { readonly type: 'string' | 'array' | 'boolean' }>>) {
  const schema = {
    type: 'object' as const,
    required: ['file'],
    properties: {
      file: { ...string, format: 'binary' },
      model: string,
      prompt: string,
      response_format: { ...string, enum: ['json', 'text', 'srt', 'vtt', 'verbose_json'] },
      temperature: { type: 'number' as const, minimum: 0, maximum: 1 },
      language: string,
      ...fields,
    },
  }
  return { body: { required: true, content: { 'multipart/form-data': { schema } } } }
}

function transcribeRoute(context: RouteContext, path: string) {
  const granularities = { type: 'array' as const, items: { ...string, enum: ['word', 'segment'] } }
  return createRoute({
    method: 'post',
    path,
    summary: 'Transcribe a recording',
    security: bearerSecurity,
    middleware: uploadEndpoint(context),
    request: describeForm({ 'timestamp_granularities[]': granularities, stream: { type: 'boolean' } }),
    responses: {
      200: {
        description: 'The transcript in the requested format; with `stream: true`, as a stream of events',
        content: { ...transcripts, 'text/event-stream': { schema: TranscriptEventSchema } },
      },
      ...jsonEndpointErrors,
    },
  })
}

function translateRoute(context: RouteContext) {
  return createRoute({
    method: 'post',
    path: '/v1/audio/translations',
    summary: 'Transcribe a recording into English; the engine does not translate, so that it must be in English',
    security: bearerSecurity,
    middleware: uploadEndpoint(context),
    request: describeForm({}),
    responses: {
      200: { description: 'The transcript in the requested format', content: transcripts },
      ...jsonEndpointErrors,
    },
  })
}

function readForm<Schema extends z.ZodType>(received: SpooledForm | undefined, schema: Schema) {
  const file = received?.files.find(({ field }) => field === 'file' || field === 'audio')
  if (received === undefined || file === undefined)
    throw new ApiError(400, 'file: expected a form part with the recording')
  return { file, fields: readFields(received, schema) }
}

/** Fields with any number of values. */
const lists: ReadonlySet<string> = new Set(['include', 'timestamp_granularities'])

function readFields<Schema extends z.ZodType>({ fields }: SpooledForm, schema: Schema): z.infer<Schema> {
  // An empty field is what a form has for one without a value.
  const given = [...fields].filter(([, values]) => values.some((value) => value !== ''))
  const input = Object.fromEntries(given.map(([name, values]) => [name, lists.has(name) ? values : values[0]]))
  const parsed = schema.safeParse(input)
  if (!parsed.success) throw invalidRequest(422, parsed.error.issues, input)
  return parsed.data
}
