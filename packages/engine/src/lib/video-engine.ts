import type { Engine } from './engine.ts'
import type { LongCallOptions } from './progress.ts'

export type AspectRatio = '16:9' | '9:16' | '1:1'
export type VideoResolution = '720p' | '1080p'

/** A clip to make. */
export interface VideoRequest {
  readonly prompt: string
  /** File (PNG, JPEG, WebP, GIF) of the picture that the clip begins with. */
  readonly firstFrame?: Uint8Array | undefined
  readonly aspectRatio: AspectRatio
  readonly durationSeconds: 5 | 10
  readonly resolution: VideoResolution
  /** One request with one seed gives the same clip. */
  readonly seed?: number | undefined
}

/** A clip that was made: H.264 in MP4, ready to play while it is loaded. */
export interface Clip {
  readonly data: Uint8Array
  readonly mediaType: 'video/mp4'
  readonly durationSeconds: number
  readonly width: number
  readonly height: number
  readonly framesPerSecond: number
  /** What is shown and how it moves, in words. */
  readonly description: string
  readonly seed: number
}

/** Makes short films. */
export interface VideoEngine extends Engine {
  /** @throws {EngineInputError} for a prompt or first frame it cannot take. */
  animate(request: VideoRequest, options?: LongCallOptions): Promise<Clip>
}
