import { z } from '@hono/zod-openapi'

/** Response of `GET /v1/realtime/preflight`: the realtime capabilities and the engines behind them. */
export const RealtimePreflightSchema = z
  .object({
    ok: z.literal(true),
    protocol: z.string(),
    protocols: z.array(z.string()),
    url: z.string(),
    model: z.string(),
    voices: z.array(z.object({ id: z.string(), name: z.string(), languages: z.array(z.string()), gender: z.string() })),
    default_voice: z.string(),
    input_audio_formats: z.array(z.string()),
    output_audio_formats: z.array(z.string()),
    sample_rates: z.object({ input: z.array(z.int()), output: z.array(z.int()), default: z.int() }),
    features: z.record(z.string(), z.boolean()),
    limits: z.object({
      max_session_seconds: z.number(),
      idle_timeout_seconds: z.number(),
      max_frame_bytes: z.int(),
      max_concurrent_sessions: z.number(),
    }),
    engines: z.record(z.string(), z.object({ name: z.string(), kind: z.string(), description: z.string() })),
  })
  .openapi('RealtimePreflight')
