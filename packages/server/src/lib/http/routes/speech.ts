import { Readable } from 'node:stream'
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { AppEnv, ServerContext } from '../../context.ts'
import { type SpeakRequest, type StartedSpeech, startSpeech } from '../../inference/speech.ts'
import { bearerSecurity, jsonEndpointErrors, jsonRequest } from '../../wire/openapi.ts'
import { type SpeechEvent, SpeechEventSchema, SpeechRequestSchema } from '../../wire/speech.ts'
import { encodeTypedEvents } from '../../wire/typed-events.ts'
import { jsonEndpoint } from '../middleware/endpoint.ts'
import { toCall } from './call.ts'
import { streamResponse } from './stream-response.ts'

type RouteContext = Pick<
  ServerContext,
  | 'admission'
  | 'catalog'
  | 'engines'
  | 'ffmpeg'
  | 'idempotentRuns'
  | 'keepAliveMs'
  | 'keyGuard'
  | 'limits'
  | 'logger'
  | 'moderator'
  | 'now'
  | 'pendingWork'
  | 'usageWriter'
  | 'requestRate'
  | 'store'
  | 'streamSlots'
>

/** Creates the route `POST /v1/audio/speech`. */
export function speechRoutes(context: RouteContext): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>()
  app.openapi(speechRoute(context), async (c) => {
    const body = c.req.valid('json')
    const call = toCall(c, { isStream: true })
    const request = toSpeakRequest(body)
    if (body.stream_format !== 'sse') return respondWithFile(context, call, request)
    return streamResponse(context, call, async (revocableCall, toError) => {
      const speech = await startSpeech(context, revocableCall, request)
      const close = async () => void (await speech.audio.return(undefined))
      return { events: encodeTypedEvents(listEvents(speech), toError), close }
    })
  })
  return app
}

function toSpeakRequest(body: z.infer<typeof SpeechRequestSchema>): SpeakRequest {
  const { input, text, voice, model, response_format, speed, language } = body
  return {
    model: model ?? undefined,
    text: input ?? text ?? '',
    voice: voice ?? 'aria',
    format: response_format ?? 'mp3',
    speed: speed ?? undefined,
    language: language ?? undefined,
  }
}

/** Responds with the audio itself, within the limit of open streams of the API key. */
async function respondWithFile(
  context: RouteContext,
  call: ReturnType<typeof toCall>,
  request: SpeakRequest,
): Promise<Response> {
  const { revoked, release } = await context.streamSlots.acquire(call.principal)
  const signal = AbortSignal.any([call.signal, revoked])
  const speech = startSpeech(context, { ...call, signal }, request)
  const { mediaType, audio } = await speech.catch(async (error: unknown) => {
    await release()
    throw error
  })
  const stream = Readable.from(audio, { objectMode: false }).on('close', () => context.pendingWork.add(release()))
  // After a client disconnect the stream is never read and so never ends by itself.
  if (signal.aborted) stream.destroy()
  const body = Readable.toWeb(stream) as ReadableStream<Uint8Array>
  return new Response(body, { headers: { 'content-type': mediaType } })
}

async function* listEvents({ audio, spoken }: StartedSpeech): AsyncGenerator<SpeechEvent> {
  for await (const chunk of audio) {
    const { buffer, byteOffset, byteLength } = chunk
    yield { type: 'speech.audio.delta', audio: Buffer.from(buffer, byteOffset, byteLength).toString('base64') }
  }
  const { characters } = spoken
  yield {
    type: 'speech.audio.done',
    usage: { input_tokens: characters, output_tokens: 0, total_tokens: characters },
  }
}

function speechRoute(
  context: Pick<ServerContext, 'admission' | 'idempotentRuns' | 'keyGuard' | 'limits' | 'requestRate'>,
) {
  const audio = { schema: z.string().openapi({ format: 'binary' }) }
  return createRoute({
    method: 'post',
    path: '/v1/audio/speech',
    summary: 'Synthesize speech; the audio is streamed as it is generated',
    security: bearerSecurity,
    middleware: jsonEndpoint(context),
    request: { body: jsonRequest(SpeechRequestSchema) },
    responses: {
      200: {
        description: 'The audio; with `stream_format: sse`, as a stream of events',
        content: {
          'audio/mpeg': audio,
          'audio/wav': audio,
          'audio/pcm': audio,
          'audio/ogg': audio,
          'audio/aac': audio,
          'audio/flac': audio,
          'text/event-stream': { schema: SpeechEventSchema },
        },
      },
      ...jsonEndpointErrors,
    },
  })
}
