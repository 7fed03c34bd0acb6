import { Readable } from 'node:stream'
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { AppEnv, ServerContext } from '../../context.ts'
import { startSpeech } from '../../inference/speech.ts'
import { bearerSecurity, jsonEndpointErrors, jsonRequest } from '../../wire/openapi.ts'
import { SpeechRequestSchema } from '../../wire/speech.ts'
import { jsonEndpoint } from '../middleware/endpoint.ts'
import { toCall } from './call.ts'

/** Creates the route `POST /v1/audio/speech`. */
export function speechRoutes(
  context: Pick<
    ServerContext,
    | 'admission'
    | 'catalog'
    | 'engines'
    | 'ffmpeg'
    | 'idempotentRuns'
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
  >,
): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>()
  app.openapi(speechRoute(context), async (c) => {
    const { input, text, voice, model, response_format, speed, language } = c.req.valid('json')
    const call = toCall(c, { isStream: true })
    const { revoked, release } = await context.streamSlots.acquire(call.principal)
    const signal = AbortSignal.any([call.signal, revoked])
    const speech = startSpeech(
      context,
      { ...call, signal },
      {
        model: model ?? undefined,
        text: input ?? text ?? '',
        voice: voice ?? 'aria',
        format: response_format ?? 'mp3',
        speed: speed ?? undefined,
        language: language ?? undefined,
      },
    )
    const { mediaType, audio } = await speech.catch(async (error: unknown) => {
      await release()
      throw error
    })
    const stream = Readable.from(audio, { objectMode: false }).on('close', () => context.pendingWork.add(release()))
    // After a client disconnect the stream is never read and so never ends by itself.
    if (signal.aborted) stream.destroy()
    const body = Readable.toWeb(stream) as ReadableStream<Uint8Array>
    return new Response(body, { headers: { 'content-type': mediaType } })
  })
  return app
}

function speechRoute(context: Pick<ServerContext, 'idempotentRuns' | 'keyGuard' | 'limits' | 'requestRate'>) {
  const audio = { schema: z.string().openapi({ format: 'binary' }) }
  return createRoute({
    method: 'post',
    path: '/v1/audio/speech',
    summary: 'Synthesize speech; the audio is streamed as it is generated',
    security: bearerSecurity,
    middleware: jsonEndpoint(context),
    request: { body: jsonRequest(SpeechRequestSchema) },
    responses: {
      200: { description: 'The audio', content: { 'audio/mpeg': audio, 'audio/wav': audio, 'audio/pcm': audio } },
      ...jsonEndpointErrors,
    },
  })
}
