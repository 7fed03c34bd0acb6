import type { Open } from './open.ts'

/** The known fields of a piece of music to make. */
export interface MusicFields {
  /** What it shall sound like. */
  prompt: string
  /** Such as `synthwave` or `orchestral`. */
  genre?: string | undefined
  mood?: string | undefined
  /** May be several, separated by commas. */
  style?: string | undefined
  /** Up to 240. */
  duration_seconds?: number | undefined
  /** Whether nobody sings. */
  instrumental?: boolean | undefined
  /** Words to be sung; without any the model may write its own. */
  lyrics?: string | null | undefined
}

/** Parameters of a piece of music; fields that are not listed are sent as they are. */
export type MusicParams = Open<MusicFields>

/** A music job as the server tells it. */
export interface MusicReply {
  readonly id?: string | undefined
  readonly status?: string | undefined
  readonly audio_url?: string | undefined
  readonly duration_seconds?: number | undefined
  /** With marks for its sections. */
  readonly lyrics?: string | null | undefined
  readonly [field: string]: unknown
}
