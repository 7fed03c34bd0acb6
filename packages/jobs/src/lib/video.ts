import type { FrameSource } from './first-frame.ts'
import type { Open } from './open.ts'

/** The known fields of a video to make. */
export interface VideoFields {
  /** Scene and motion. */
  prompt: string
  /** Picture to begin with: an `https:` address, a `data:` URI, or its bytes; for a file see `firstFrameFile` of `@mira/jobs/node`. */
  first_frame?: FrameSource | undefined
  aspect_ratio?: '16:9' | '9:16' | '1:1' | (string & {}) | undefined
  /** 5 or 10. */
  duration_seconds?: number | undefined
  resolution?: '720p' | '1080p' | (string & {}) | undefined
}

/** Parameters of a video; fields that are not listed are sent as they are. */
export type VideoParams = Open<VideoFields>

/** A video job as the server tells it. */
export interface VideoReply {
  readonly id?: string | undefined
  readonly status?: string | undefined
  readonly video_url?: string | undefined
  readonly duration_seconds?: number | undefined
  readonly aspect_ratio?: string | undefined
  readonly [field: string]: unknown
}
