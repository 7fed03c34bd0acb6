import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { ApiError } from '../../api-error.ts'
import type { AppEnv, ServerContext } from '../../context.ts'
import { transcribe } from '../../inference/transcription.ts'
import type { SpooledForm } from '../../media/spooled-form.ts'
import { invalidRequest } from '../../wire/describe-issues.ts'
import { bearerSecurity, jsonEndpointErrors } from '../../wire/openapi.ts'
import {
  encodeTranscript,
  formatTranscript,
  type TranscribeFields,
  TranscribeFieldsSchema,
  TranscriptSchema,
  wantsWords,
} from '../../wire/transcription.ts'
import { uploadEndpoint } from '../middleware/endpoint.ts'
import { toCall } from './call.ts'

/** Schema of the form for the API description only; the middleware spools the form to disk. */
const form = {
  schema: {
    type: 'object' as const,
    required: ['file'],
    properties: {
      file: { type: 'string' as const, format: 'binary' },
      language: { type: 'string' as const },
      response_format: { type: 'string' as const, enum: ['json', 'text', 'srt', 'vtt', 'verbose_json'] },
      'timestamp_granularities[]': { type: 'array' as const, items: { type: 'string' as const } },
    },
  },
}

const text = { schema: z.string() }

/** Creates the route `POST /v1/audio/transcribe` and its OpenAI-compatible alias. */
export function transcriptionRoutes(
  context: Pick<
    ServerContext,
    | 'admission'
    | 'audioDecoder'
    | 'catalog'
    | 'engines'
    | 'ffmpeg'
    | 'idempotentRuns'
    | 'keyGuard'
    | 'limits'
    | 'now'
    | 'pendingWork'
    | 'usageWriter'
    | 'requestRate'
    | 'store'
  >,
): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>()
  for (const path of ['/v1/audio/transcribe', '/v1/audio/transcriptions']) {
    const route = createRoute({
      method: 'post',
      path,
      summary: 'Transcribe a recording',
      security: bearerSecurity,
      middleware: uploadEndpoint(context),
      request: { body: { required: true, content: { 'multipart/form-data': form } } },
      responses: {
        200: {
          description: 'The transcript in the requested format',
          content: {
            'application/json': { schema: TranscriptSchema },
            'text/plain': text,
            'application/x-subrip': text,
            'text/vtt': text,
          },
        },
        ...jsonEndpointErrors,
      },
    })
    app.openapi(route, async (c) => {
      const { file, fields } = readForm(c.get('form'))
      const transcript = await transcribe(context, toCall(c), {
        model: fields.model,
        file,
        language: fields.language,
        words: wantsWords(fields),
      })
      const { response_format: format = 'json' } = fields
      if (format === 'json' || format === 'verbose_json') return c.json(encodeTranscript(transcript, fields), 200)
      const type = { text: 'text/plain', srt: 'application/x-subrip', vtt: 'text/vtt' }[format]
      return new Response(formatTranscript(transcript, format), {
        headers: { 'content-type': `${type}; charset=utf-8` },
      })
    })
  }
  return app
}

function readForm(received: SpooledForm | undefined) {
  const file = received?.files.find(({ field }) => field === 'file' || field === 'audio')
  if (received === undefined || file === undefined)
    throw new ApiError(400, 'file: expected a form part with the recording')
  return { file, fields: readFields(received) }
}

function readFields({ fields }: SpooledForm): TranscribeFields {
  const { timestamp_granularities, ...texts } = Object.fromEntries(fields)
  const single = Object.fromEntries(Object.entries(texts).map(([name, [value]]) => [name, value]))
  const parsed = TranscribeFieldsSchema.safeParse({
    ...single,
    ...(timestamp_granularities && { timestamp_granularities }),
  })
  if (!parsed.success) throw invalidRequest(422, parsed.error.issues)
  return parsed.data
}
