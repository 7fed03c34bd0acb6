import type { z } from '@hono/zod-openapi'
import type { Engine } from '@mira/engine'
import type { ServerContext } from '../context.ts'
import type { RealtimePreflightSchema } from '../wire/realtime-preflight.ts'
import { audioCodecs, defaultSettings, pcmSampleRates } from '../wire/realtime-session.ts'
import { chooseVoice } from './admit-session.ts'
import type { AdmittedSession } from './admitted-session.ts'
import { realtimeProtocol } from './credentials.ts'
import { realtimeModel } from './usage-meter.ts'

/** Describes the realtime capabilities of the server. */
export async function describeRealtime(
  { engines, limits }: Pick<ServerContext, 'engines' | 'limits'>,
  { chat, speech }: AdmittedSession,
  url: string,
): Promise<z.infer<typeof RealtimePreflightSchema>> {
  const transcription = await engines.transcription.get()
  const { output } = defaultSettings('')
  return {
    ok: true,
    protocol: realtimeProtocol,
    protocols: [realtimeProtocol, 'realtime'],
    url,
    model: realtimeModel,
    voices: speech.voices().map(({ id, name, languages, gender }) => ({ id, name, languages: [...languages], gender })),
    default_voice: chooseVoice(speech),
    input_audio_formats: [...audioCodecs],
    output_audio_formats: [...audioCodecs],
    sample_rates: { input: [...pcmSampleRates], output: [...pcmSampleRates], default: output.sampleRate },
    features: { barge_in: true, tools: true, transcription: true, server_vad: true, semantic_vad: false, opus: false },
    limits: {
      max_session_seconds: limits.maxRealtimeSessionSeconds,
      idle_timeout_seconds: limits.maxRealtimeIdleSeconds,
      max_frame_bytes: limits.maxRealtimeFrameBytes,
      max_concurrent_sessions: limits.maxConcurrentStreams,
    },
    engines: { chat: describe(chat), speech: describe(speech), transcription: describe(transcription) },
  }
}

function describe({ info: { name, kind, description } }: Engine) {
  return { name, kind, description }
}
