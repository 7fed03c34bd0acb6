import type { Engine } from './engine.ts'
import type { LongCallOptions } from './progress.ts'

/** Aspect ratio of a video, width to height. */
export type AspectRatio = '16:9' | '9:16' | '1:1'
/** Resolution of a video: the length of its shorter side in pixels. */
export type VideoResolution = '720p' | '1080p'

/** Request to generate a video. */
export interface VideoRequest {
  readonly prompt: string
  /** Image file (PNG, JPEG, WebP, GIF) to use as the first frame. */
  readonly firstFrame?: Uint8Array | undefined
  readonly aspectRatio: AspectRatio
  readonly durationSeconds: 5 | 10
  readonly resolution: VideoResolution
  /** Seed for reproducible videos: the same request and seed produce the same video. */
  readonly seed?: number | undefined
}

/** Generated video: H.264 in MP4 that can be played while it downloads. */
export interface Clip {
  readonly data: Uint8Array
  readonly mediaType: 'video/mp4'
  readonly durationSeconds: number
  /** Width, height and frame rate; undefined if the engine does not know them, as with an upstream. */
  readonly width: number | undefined
  readonly height: number | undefined
  readonly framesPerSecond: number | undefined
  /** Description of the content and its motion. */
  readonly description: string | undefined
  readonly seed: number | undefined
}

/** Generates short videos. */
export interface VideoEngine extends Engine {
  /**
   * Generates a video.
   *
   * @throws {EngineInputError} when the prompt or first frame is invalid.
   */
  animate(request: VideoRequest, options?: LongCallOptions): Promise<Clip>
}
