import type { Extensible } from '@mira/core'

/** Known parameters of music generation. */
export interface MusicFields {
  /** Description of the music. */
  prompt: string
  /** Genre, such as `synthwave` or `orchestral`. */
  genre?: string | undefined
  /** Mood of the music. */
  mood?: string | undefined
  /** One or more styles, separated by commas. */
  style?: string | undefined
  /** Duration in seconds, at most 240. */
  duration_seconds?: number | undefined
  /** Whether to generate music without vocals. */
  instrumental?: boolean | undefined
  /** Lyrics to be sung. If omitted, the model may write its own. */
  lyrics?: string | null | undefined
  /** Seed for a reproducible result, if the engine supports it. */
  seed?: number | undefined
  /** URL that the server calls when the job has ended, if it supports webhooks. */
  webhook_url?: string | undefined
}

/** Parameters of music generation. Other fields are sent unchanged when they are spread. */
export type MusicParams = Extensible<MusicFields>

/** A music job as returned by the server. */
export interface MusicReply {
  readonly id?: string | undefined
  readonly status?: string | undefined
  readonly audio_url?: string | undefined
  readonly duration_seconds?: number | undefined
  /** Lyrics with section markers. */
  readonly lyrics?: string | null | undefined
  readonly [field: string]: unknown
}
