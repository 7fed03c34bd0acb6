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
    | 'engines'
    | 'ffmpeg'
    | 'idempotentRuns'
    | 'keyGuard'
    | 'limits'
    | 'logger'
    | 'moderator'
    | 'now'
    | 'pendingWork'
    | 'prices'
    | 'requestRate'
    | 'store'
    | 'streamSlots'
  >,
): OpenAPIHono<AppEnv> {
  const sound = { schema: z.string().openapi({ format: 'binary' }) }
  const route = createRoute({
    method: 'post',
    path: '/v1/audio/speech',
    summary: 'Say a text; the sound is sent as it is made',
    security: bearerSecurity,
    middleware: jsonEndpoint(context),
    request: { body: jsonRequest(SpeechRequestSchema) },
    responses: {
      200: { description: 'The sound', content: { 'audio/mpeg': sound, 'audio/wav': sound, 'audio/pcm': sound } },
      ...jsonEndpointErrors,
    },
  })

  const app = new OpenAPIHono<AppEnv>()
  app.openapi(route, async (c) => {
    const { input, text, voice, model, response_format, speed, language } = c.req.valid('json')
    const call = toCall(c, { isStream: true })
    const { revoked, free } = await context.streamSlots.take(call.principal)
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
      await free()
      throw error
    })
    const stream = Readable.from(audio, { objectMode: false }).on('close', () => context.pendingWork.add(free()))
    // After a client disconnect the stream is never read and so never ends by itself.
    if (signal.aborted) stream.destroy()
    const body = Readable.toWeb(stream) as ReadableStream<Uint8Array>
    return new Response(body, { headers: { 'content-type': mediaType } })
  })
  return app
}
