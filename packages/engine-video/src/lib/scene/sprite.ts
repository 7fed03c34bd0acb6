import type { Canvas, Image } from '@napi-rs/canvas'
import type { Behavior } from './behaviors.ts'

/** Object of a scene, drawn once and then moved. Lengths are in pixels of the frame. */
export interface Sprite {
  /** Name of the object, such as `fox`. */
  readonly name: string
  readonly image: Canvas | Image
  /** Initial position: the center of its box. */
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** Nearness, 0 (far) to 1 (near). */
  readonly nearness: number
  readonly behavior: Behavior
  /** Whether it spans the frame. It is then drawn beyond the edges, so that they never come into view. */
  readonly isWide: boolean
  /** Whether it is mirrored to face its direction of movement. */
  readonly isMirrored: boolean
  /** Random numbers from 0 to 1 that make objects of the same kind move differently. */
  readonly phase: number
  readonly tempo: number
}
