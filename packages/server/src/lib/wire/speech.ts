import { z } from '@hono/zod-openapi'

const TextSchema = z.string().trim().min(1).max(4_096)

/** Body of `POST /v1/audio/speech`. */
export const SpeechRequestSchema = z
  .looseObject({
    input: TextSchema.nullish(),
    text: TextSchema.nullish(),
    voice: z.string().nullish(),
    model: z.string().nullish(),
    response_format: z.enum(['mp3', 'wav', 'pcm', 'flac', 'opus', 'aac']).nullish(),
    speed: z.number().min(0.25).max(4).nullish(),
    language: z.string().max(35).nullish(),
  })
  .superRefine(({ input, text }, problems) => {
    if ((input ?? text) == null)
      problems.addIssue({ code: 'custom', path: ['input'], message: 'expected a text to speak' })
  })
  .openapi('SpeechRequest')

/** Response of `GET /v1/audio/voices`. */
export const VoiceListSchema = z
  .object({
    object: z.literal('list'),
    data: z.array(
      z.object({
        id: z.string(),
        object: z.literal('voice'),
        name: z.string(),
        language: z.string(),
        languages: z.array(z.string()),
        gender: z.enum(['female', 'male']),
        description: z.string(),
      }),
    ),
  })
  .openapi('VoiceList')
