import type { Engine, EngineCallOptions } from './engine.ts'

/** A part of a picture; all four from 0 to 1 of its width and height, the origin top left. */
export interface PictureBox {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A thing seen in a picture. */
export interface SeenObject {
  /** The engine's own name for it, such as `dog`. */
  readonly label: string
  /** 0 to 1. */
  readonly confidence: number
  readonly box: PictureBox
}

/** Text read in a picture. */
export interface ReadText {
  readonly text: string
  readonly lines: readonly { readonly text: string; readonly confidence: number; readonly box: PictureBox }[]
}

/**
 * Sees what is in a picture. All methods take the file (PNG, JPEG, WebP, GIF) as it is.
 *
 * @throws {EngineInputError} for a file that is no picture, is cut off, or is larger than the engine's limit of pixels.
 */
export interface VisionEngine extends Engine {
  /** Everything it recognises, surest first. */
  detect(image: Uint8Array, options?: EngineCallOptions): Promise<readonly SeenObject[]>
  /** What plain words such as `the red car on the left` mean in this picture, best first; empty when it is not there. */
  locate(image: Uint8Array, target: string, options?: EngineCallOptions): Promise<readonly SeenObject[]>
  /** Printed text, in reading order. */
  readText(image: Uint8Array, options?: EngineCallOptions): Promise<ReadText>
  /** Answers a question on the picture, or without one describes it, in a few sentences. */
  describe(image: Uint8Array, question?: string, options?: EngineCallOptions): Promise<string>
}
