import type { Engine, EngineCallOptions } from './engine.ts'

/** Region of an image. All values are fractions of its width or height, 0 to 1, from the top left. */
export interface BoundingBox {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Object detected in an image. */
export interface DetectedObject {
  /** Class label of the engine, such as `dog`. */
  readonly label: string
  /** Confidence, 0 to 1. */
  readonly confidence: number
  readonly box: BoundingBox
}

/** Text recognized in an image. */
export interface RecognizedText {
  readonly text: string
  readonly lines: readonly { readonly text: string; readonly confidence: number; readonly box: BoundingBox }[]
}

/**
 * Analyzes images. All methods accept an encoded file (PNG, JPEG, WebP, GIF).
 *
 * @throws {EngineInputError} when the file is not an image, is truncated, or exceeds the engine's pixel limit.
 */
export interface VisionEngine extends Engine {
  /** Detects all known objects, highest confidence first. */
  detect(image: Uint8Array, options?: EngineCallOptions): Promise<readonly DetectedObject[]>
  /** Locates what a phrase such as `the red car on the left` refers to, best match first. Empty if it is not found. */
  locate(image: Uint8Array, target: string, options?: EngineCallOptions): Promise<readonly DetectedObject[]>
  /** Reads printed text, in reading order. */
  readText(image: Uint8Array, options?: EngineCallOptions): Promise<RecognizedText>
  /** Answers a question about the image in a few sentences, or describes it if there is no question. */
  describe(image: Uint8Array, question?: string, options?: EngineCallOptions): Promise<string>
}
