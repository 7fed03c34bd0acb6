import type { Canvas, Image } from '@napi-rs/canvas'
import type { Behaviour } from './behaviours.ts'

/** One thing of a scene, drawn once and moved ever after. Lengths are pixels of the frame. */
export interface Sprite {
  /** What it is, such as `fox`. */
  readonly name: string
  readonly picture: Canvas | Image
  /** Where it stands before anything moves: the middle of its box. */
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** 0 is far, 1 is near. */
  readonly nearness: number
  readonly behaviour: Behaviour
  /** Whether it goes from edge to edge: it is then drawn beyond them, so that the camera never finds its end. */
  readonly isWide: boolean
  /** Whether it is drawn as in a mirror: to look where it goes. */
  readonly isMirrored: boolean
  /** Numbers from 0 to 1 that make two of a kind move differently. */
  readonly phase: number
  readonly tempo: number
}
