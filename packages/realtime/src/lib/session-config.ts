import type { RealtimeTool } from './tool.ts'

/** Session settings, named as in the `session.update` event. */
export interface SessionFields {
  /** Name of the voice. */
  voice?: string | undefined
  /** Format of the user's audio: `pcm16` (24 kHz, mono, signed, little-endian), `g711_ulaw`, `g711_alaw` or `opus`. */
  input_audio_format?: AudioFormat | undefined
  /** Format of the audio of responses. */
  output_audio_format?: AudioFormat | undefined
  /** System prompt. */
  instructions?: string | undefined
}

/** Name of an audio format. */
export type AudioFormat = 'pcm16' | 'opus' | 'g711_ulaw' | 'g711_alaw' | (string & {})

/** Parameters of a session: known settings, any other field supported by a newer server, and tools. */
export interface SessionParams extends SessionFields {
  /** Functions the model may call. Those with `execute` are run by the session; the others are left to you. */
  readonly tools?: readonly RealtimeTool[] | undefined
  readonly [field: string]: unknown
}
