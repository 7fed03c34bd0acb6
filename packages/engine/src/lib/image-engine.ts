import type { Engine, EngineCallOptions } from './engine.ts'

/** How much care to take: `low` draws at half the size and enlarges, `high` draws finest. */
export type ImageQuality = 'low' | 'medium' | 'high'

/** Width and height in pixels. */
export interface ImageSize {
  readonly width: number
  readonly height: number
}

/** Pictures to make of words. */
export interface ImageRequest {
  readonly prompt: string
  readonly size: ImageSize
  readonly quality: ImageQuality
  /** How many, each different. */
  readonly count: number
  /** One prompt with one seed gives the same pictures; by default the seed follows from the prompt and chance. */
  readonly seed?: number | undefined
}

/** Pictures to make of words and other pictures. */
export interface ImageEditRequest extends Omit<ImageRequest, 'size'> {
  /** Size to give; default that of the first reference, made to fit 1536 pixels. */
  readonly size?: ImageSize | undefined
  /** Files (PNG, JPEG, WebP, GIF), 1 to 4; the first one is the picture that is changed. */
  readonly references: readonly Uint8Array[]
  /** A file whose transparent (or, without transparency, white) parts are those to change; the rest is kept. */
  readonly mask?: Uint8Array | undefined
}

/** A picture that was made. */
export interface MadeImage extends ImageSize {
  readonly data: Uint8Array
  readonly mediaType: 'image/png' | 'image/jpeg' | 'image/webp'
  readonly seed: number
  /** What was drawn or done, in words. */
  readonly revisedPrompt?: string | undefined
}

/** Makes and changes pictures. */
export interface ImageEngine extends Engine {
  /** @throws {EngineInputError} for a prompt, size or count it cannot take. */
  generate(request: ImageRequest, options?: EngineCallOptions): Promise<readonly MadeImage[]>
  /** @throws {EngineInputError} for a reference that is no picture or too large, or an edit it cannot do. */
  edit(request: ImageEditRequest, options?: EngineCallOptions): Promise<readonly MadeImage[]>
}
