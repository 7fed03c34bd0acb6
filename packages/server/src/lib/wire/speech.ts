import { z } from '@hono/zod-openapi'
import { rejectForeignForms } from './reject-foreign-forms.ts'

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
    stream_format: z.enum(['audio', 'sse']).nullish(),
  })
  .superRefine(({ input, text }, problems) => {
    if ((input ?? text) == null)
      problems.addIssue({ code: 'custom', path: ['input'], message: 'expected a text to speak' })
  })
  .superRefine(
    rejectForeignForms({
      stream: 'not a field of speech; use stream_format: "sse" for events, the audio is streamed anyway',
      output_format: 'not a field of speech; use response_format',
      n: 'not a field of speech; send a request for each',
    }),
  )
  .openapi('SpeechRequest')

/** Event of a speech stream. */
export const SpeechEventSchema = z
  .discriminatedUnion('type', [
    z.object({
      type: z.literal('speech.audio.delta'),
      audio: z.string().openapi({ description: 'Next part of the file, in base64' }),
    }),
    z.object({
      type: z.literal('speech.audio.done'),
      usage: z
        .object({ input_tokens: z.int(), output_tokens: z.int(), total_tokens: z.int() })
        .openapi({ description: 'Characters, the unit in which speech is charged; audio has no tokens here' }),
    }),
  ])
  .openapi('SpeechStreamEvent')

/** Event of a speech stream. */
export type SpeechEvent = z.infer<typeof SpeechEventSchema>

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
