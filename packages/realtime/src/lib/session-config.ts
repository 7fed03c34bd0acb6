import type { RealtimeTool } from './tool.ts'

/** Settings of the conversation, spelled as they travel in `session.update`. */
export interface SessionFields {
  voice?: string | undefined
  /** `pcm16` (24 kHz, mono, signed, little-endian), `g711_ulaw`, `g711_alaw` or `opus`. */
  input_audio_format?: AudioFormat | undefined
  output_audio_format?: AudioFormat | undefined
  /** System prompt. */
  instructions?: string | undefined
}

/** Name of an audio format. */
export type AudioFormat = 'pcm16' | 'opus' | 'g711_ulaw' | 'g711_alaw' | (string & {})

/** Settings of a session: the known fields, any that a newer server understands, and functions to call. */
export interface SessionParams extends SessionFields {
  /** Functions that the session answers with by itself, or plain descriptions that you answer to. */
  readonly tools?: readonly RealtimeTool[] | undefined
  readonly [field: string]: unknown
}
