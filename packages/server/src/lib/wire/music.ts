import { z } from '@hono/zod-openapi'
import type { MusicRequest } from '@mira/engine'
import type { JobSpec } from '../jobs/start-job.ts'
import { promptSchema, webhookUrlSchema } from './job-request.ts'

/** Maximum length of lyrics, in bytes of UTF-8. */
const maxLyricsBytes = 10_000

const words = z.string().max(500).nullish()

/** Body of `POST /v1/audio/music`. */
export const MusicRequestSchema = z
  .looseObject({
    prompt: promptSchema,
    genre: words,
    mood: words,
    style: words,
    duration_seconds: z.int().min(1).max(240).nullish().openapi({ description: 'Default 30' }),
    instrumental: z.boolean().nullish(),
    lyrics: z
      .string()
      .refine((text) => Buffer.byteLength(text) <= maxLyricsBytes, `too long: more than ${maxLyricsBytes} bytes`)
      .nullish(),
    seed: z.int().min(0).nullish(),
    webhook_url: webhookUrlSchema,
  })
  .openapi('MusicRequest')

type MusicRequestBody = z.infer<typeof MusicRequestSchema>

/** Converts the body to a job to start. */
export function toMusicJob(body: MusicRequestBody, randomSeed: number): Omit<JobSpec, 'origin'> {
  const request = toMusicRequest(body, randomSeed)
  const { prompt, genre, mood, style, lyrics } = request
  return {
    kind: 'music',
    request,
    texts: [prompt, genre, mood, style, lyrics].filter((text) => text !== undefined),
    webhookUrl: body.webhook_url ?? undefined,
  }
}

function toMusicRequest(body: MusicRequestBody, randomSeed: number): MusicRequest {
  const { prompt, genre, mood, style, duration_seconds, instrumental, lyrics, seed } = body
  return {
    prompt,
    genre: genre ?? undefined,
    mood: mood ?? undefined,
    style: style ?? undefined,
    durationSeconds: duration_seconds ?? 30,
    isInstrumental: instrumental ?? false,
    lyrics: lyrics?.trim() ? lyrics : undefined,
    format: 'mp3',
    seed: seed ?? randomSeed,
  }
}
