import { z } from '@hono/zod-openapi'
import { SessionChangeSchema } from './realtime-session.ts'
import { functionFields } from './tools.ts'

/** Lifetime of a client secret if the request does not set one, in seconds. */
export const defaultLifetimeSeconds = 600

/** Body of `POST /v1/realtime/client_secrets`. */
export const ClientSecretRequestSchema = z
  .looseObject({
    expires_after: z
      .object({
        anchor: z.literal('created_at').nullish(),
        seconds: z.int().min(10).max(7_200).nullish(),
      })
      .nullish(),
    session: SessionChangeSchema.nullish(),
  })
  .openapi('ClientSecretRequest')

const FormatSchema = z.object({ type: z.enum(['audio/pcm', 'audio/pcmu', 'audio/pcma']), rate: z.int().optional() })

/** Response of `POST /v1/realtime/client_secrets`. */
export const ClientSecretSchema = z
  .object({
    value: z.string().openapi({ description: 'The token, which starts with `ek_`; send it instead of an API key' }),
    expires_at: z.int(),
    session: z.object({
      id: z.string(),
      object: z.literal('realtime.session'),
      type: z.literal('realtime'),
      model: z.string(),
      instructions: z.string(),
      output_modalities: z.array(z.enum(['text', 'audio'])),
      tools: z.array(z.object({ type: z.literal('function'), ...functionFields })),
      tool_choice: z.union([z.string(), z.object({ type: z.literal('function'), name: z.string() })]),
      max_output_tokens: z.union([z.int(), z.literal('inf')]),
      audio: z.object({
        input: z.object({
          format: FormatSchema,
          transcription: z.record(z.string(), z.unknown()).nullable(),
          noise_reduction: z.null(),
          turn_detection: z.record(z.string(), z.unknown()).nullable(),
        }),
        output: z.object({ format: FormatSchema, voice: z.string(), speed: z.number() }),
      }),
      tracing: z.null(),
    }),
  })
  .openapi('ClientSecret')
