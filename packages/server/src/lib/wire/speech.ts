import { z } from '@hono/zod-openapi'

const TextSchema = z.string().trim().min(1).max(4_096)

/** Voice by id, or in the object form of OpenAI. */
const VoiceNameSchema = z.union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)])

/** Body of `POST /v1/audio/speech`. */
export const SpeechRequestSchema = z
  .looseObject({
    input: TextSchema.nullish(),
    text: TextSchema.nullish(),
    voice: VoiceNameSchema.nullish(),
    model: z.string().nullish(),
    response_format: z.enum(['mp3', 'wav', 'pcm', 'flac', 'opus', 'aac']).nullish(),
    speed: z.number().min(0.25).max(4).nullish(),
    language: z.string().max(35).nullish(),
    stream_format: z
      .literal('audio', { error: 'only "audio" is supported: the file itself is streamed; omit the field' })
      .nullish(),
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
