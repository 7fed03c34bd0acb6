import type { SKRSContext2D } from '@napi-rs/canvas'
import type { FrameSize } from './frame-size.ts'

/** An instant of a clip. */
export interface Moment {
  /** Time since the first frame. */
  readonly seconds: number
  /** 0 at the first frame, 1 at the end. */
  readonly progress: number
}

/** Where a clip is drawn. */
export interface Stage extends FrameSize {
  readonly context: SKRSContext2D
}

/** A picture that changes with time; any moment can be drawn, in any order. */
export interface Film {
  /** What is shown and how it moves, in words. */
  readonly description: string
  draw(stage: Stage, moment: Moment): void
}

/** Something drawn over a film: weather, light, sparks. */
export interface Effect {
  draw(stage: Stage, moment: Moment): void
}
