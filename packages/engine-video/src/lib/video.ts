import type { SKRSContext2D } from '@napi-rs/canvas'
import type { FrameSize } from './frame-size.ts'

/** Point in time of a clip. */
export interface Moment {
  /** Seconds since the first frame. */
  readonly seconds: number
  /** 0 at the first frame, 1 at the last. */
  readonly progress: number
}

/** Canvas to draw a frame on. */
export interface Stage extends FrameSize {
  readonly context: SKRSContext2D
}

/** Animated image. Any moment can be drawn, in any order. */
export interface Video {
  /** Description of the content and its motion. */
  readonly description: string
  draw(stage: Stage, moment: Moment): void
}

/** Effect drawn over a video: weather, light, sparks. */
export interface Effect {
  draw(stage: Stage, moment: Moment): void
}
