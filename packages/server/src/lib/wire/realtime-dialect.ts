import type { AudioFormat, SessionSettings } from './realtime-session.ts'

/**
 * Naming of events and fields: `documented` as in the vendor's documentation and OpenAI's beta, `newer` as in OpenAI's
 * general release.
 */
export type Dialect = 'documented' | 'newer'

/** Event for the client, under its documented name. */
export interface ServerEvent {
  readonly type: string
  readonly [field: string]: unknown
}

const newerName = /^response\.(text|audio|audio_transcript)\.(delta|done)$/

/** Returns the name of an event in a dialect. */
export function nameEvent(type: string, dialect: Dialect): string {
  if (dialect === 'documented') return type
  if (type === 'conversation.item.created') return 'conversation.item.added'
  return type.replace(newerName, 'response.output_$1.$2')
}

/** Properties of a session that its client cannot change. */
export interface SessionFacts {
  readonly id: string
  readonly model: string
  /** Expiry in seconds since 1970. */
  readonly expiresAt: number
  /** Whether the form of the settings may still change the dialect. */
  readonly mayChangeDialect: boolean
}

/** Encodes a session for the client. */
export function encodeSession(
  facts: SessionFacts,
  settings: SessionSettings,
  dialect: Dialect,
): Record<string, unknown> {
  const { id, model, expiresAt } = facts
  const { instructions, temperature, tools, toolChoice } = settings
  const common = {
    id,
    object: 'realtime.session',
    model,
    expires_at: expiresAt,
    instructions,
    tools: tools.map((tool) => ({ type: 'function', ...tool })),
    tool_choice: typeof toolChoice === 'object' ? { type: 'function', ...toolChoice } : toolChoice,
  }
  if (dialect === 'newer') return { ...common, ...encodeNewer(settings) }
  return {
    ...common,
    modalities: settings.modalities,
    voice: settings.voice,
    speed: settings.speed,
    input_audio_format: settings.input.codec,
    output_audio_format: settings.output.codec,
    input_sample_rate: settings.input.sampleRate,
    output_sample_rate: settings.output.sampleRate,
    input_audio_transcription: settings.transcription,
    turn_detection: settings.turnDetection,
    temperature,
    max_response_output_tokens: settings.maxOutputTokens,
  }
}

function encodeNewer(settings: SessionSettings): Record<string, unknown> {
  const { input, output, transcription, turnDetection, voice, speed, maxOutputTokens } = settings
  return {
    type: 'realtime',
    output_modalities: newerModalities(settings),
    max_output_tokens: maxOutputTokens,
    audio: {
      input: {
        format: encodeFormat(input),
        transcription,
        noise_reduction: null,
        turn_detection: turnDetection,
      },
      output: { format: encodeFormat(output), voice, speed },
    },
    tracing: null,
  }
}

/** Encodes the settings of a response that its client may have overridden. */
export function encodeResponseSettings(settings: SessionSettings, dialect: Dialect): Record<string, unknown> {
  const { modalities, voice, output, temperature, maxOutputTokens } = settings
  if (dialect === 'newer') {
    return {
      output_modalities: newerModalities(settings),
      audio: { output: { format: encodeFormat(output), voice } },
      max_output_tokens: maxOutputTokens,
    }
  }
  return { modalities, voice, output_audio_format: output.codec, temperature, max_output_tokens: maxOutputTokens }
}

function newerModalities({ modalities }: SessionSettings): string[] {
  return modalities.includes('audio') ? ['audio'] : ['text']
}

function encodeFormat({ codec, sampleRate }: AudioFormat): Record<string, unknown> {
  if (codec === 'pcm16') return { type: 'audio/pcm', rate: sampleRate }
  return { type: codec === 'g711_ulaw' ? 'audio/pcmu' : 'audio/pcma' }
}
