import type { RealtimeTool } from './tool.ts'

/** Session settings, named as in the `session.update` event. */
export interface SessionFields {
  /** Name of the voice. */
  voice?: string | undefined
  /** Format of the user's audio: `pcm16` (24 kHz, mono, signed, little-endian), `g711_ulaw`, `g711_alaw` or `opus`. */
  input_audio_format?: AudioFormat | undefined
  /** Format of the audio of responses. */
  output_audio_format?: AudioFormat | undefined
  /** Samples per second of the user's audio. */
  input_sample_rate?: number | undefined
  /** Samples per second of the audio of responses. */
  output_sample_rate?: number | undefined
  /** System prompt. */
  instructions?: string | undefined
  /** Kinds of content of responses. */
  modalities?: ('text' | 'audio' | (string & {}))[] | undefined
  /** How the server detects turns; `null` for turns that you commit yourself. */
  turn_detection?: TurnDetection | null | undefined
  /** Transcription of the user's audio; `null` for none. */
  input_audio_transcription?: InputTranscription | null | undefined
  /** Noise reduction of the user's audio; `null` for none. */
  input_audio_noise_reduction?: { type?: 'near_field' | 'far_field' | (string & {}) | undefined } | null | undefined
  /** Speed of speech, as a factor. */
  speed?: number | undefined
  /** Sampling temperature. */
  temperature?: number | undefined
  /** Maximum number of tokens of a response. */
  max_response_output_tokens?: number | 'inf' | undefined
  /** Whether the model may, must or must not call tools, or the tool it must call. */
  tool_choice?: 'auto' | 'none' | 'required' | { type: 'function'; name: string } | (string & {}) | undefined
}

/** Name of an audio format. */
export type AudioFormat = 'pcm16' | 'opus' | 'g711_ulaw' | 'g711_alaw' | (string & {})

/** Detection of the user's turns by the server. */
export interface TurnDetection {
  type?: 'server_vad' | 'semantic_vad' | (string & {}) | undefined
  /** Level of activation, from 0 to 1. */
  threshold?: number | undefined
  /** Audio before the start of speech that belongs to the turn, in milliseconds. */
  prefix_padding_ms?: number | undefined
  /** Silence that ends a turn, in milliseconds. */
  silence_duration_ms?: number | undefined
  /** Silence after which a turn is started without speech, in milliseconds. */
  idle_timeout_ms?: number | null | undefined
  /** Patience of `semantic_vad`. */
  eagerness?: 'low' | 'medium' | 'high' | 'auto' | (string & {}) | undefined
  /** Whether the end of a turn starts a response. */
  create_response?: boolean | undefined
  /** Whether the start of a turn interrupts the response in progress. */
  interrupt_response?: boolean | undefined
  [field: string]: unknown
}

/** Transcription of the user's audio. */
export interface InputTranscription {
  model?: string | undefined
  /** Spoken language, such as `en`. */
  language?: string | undefined
  /** Words and names to expect. */
  prompt?: string | undefined
  [field: string]: unknown
}

/** Session as reported by the server; every field may be absent or null. */
export type SessionInfo = { [Field in keyof SessionFields]?: SessionFields[Field] | null } & {
  id?: string | null | undefined
  model?: string | null | undefined
  /** End of the session, in Unix seconds. */
  expires_at?: number | null | undefined
  [field: string]: unknown
}

/** Parameters of a session: known settings, any other field supported by a newer server, and tools. */
export interface SessionParams extends SessionFields {
  /** Functions the model may call. Those with `execute` are run by the session; the others are left to you. */
  readonly tools?: readonly RealtimeTool[] | undefined
  readonly [field: string]: unknown
}
