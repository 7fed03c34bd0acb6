import type { Extensible } from '@mira/core'

/** An image: an `http(s):` URL, a `data:` URI, or its bytes. */
export type FrameSource = string | URL | Blob | Uint8Array | ArrayBuffer

/** Known parameters of video generation. */
export interface VideoFields {
  /** Description of the scene and its motion. */
  prompt: string
  /**
   * Image used as the first frame: an `http(s):` URL, a `data:` URI, or its bytes. For a file, see `firstFrameFile` of
   * `@mira/jobs/node`.
   */
  first_frame?: FrameSource | undefined
  /** Aspect ratio, as width and height. */
  aspect_ratio?: '16:9' | '9:16' | '1:1' | (string & {}) | undefined
  /** Duration in seconds, 5 or 10. */
  duration_seconds?: number | undefined
  resolution?: '720p' | '1080p' | (string & {}) | undefined
  /** Seed for a reproducible result, if the engine supports it. */
  seed?: number | undefined
  /** URL that the server calls when the job has ended, if it supports webhooks. */
  webhook_url?: string | undefined
}

/** Parameters of video generation. Other fields are sent unchanged when they are spread. */
export type VideoParams = Extensible<VideoFields>

/** A video job as returned by the server. */
export interface VideoReply {
  readonly id?: string | undefined
  readonly status?: string | undefined
  readonly video_url?: string | undefined
  readonly duration_seconds?: number | undefined
  readonly aspect_ratio?: string | undefined
  readonly [field: string]: unknown
}
