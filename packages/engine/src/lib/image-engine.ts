import type { Engine, EngineCallOptions } from './engine.ts'

/** Rendering quality. `low` draws at half the size and enlarges; `high` is the finest. */
export type ImageQuality = 'low' | 'medium' | 'high'

/** Width and height in pixels. */
export interface ImageSize {
  readonly width: number
  readonly height: number
}

/** Request to generate images from a prompt. */
export interface ImageRequest {
  readonly prompt: string
  readonly size: ImageSize
  readonly quality: ImageQuality
  /** Number of images, each different. */
  readonly count: number
  /** Seed for reproducible images: the same prompt and seed produce the same images. Random by default. */
  readonly seed?: number | undefined
  /** Format of the files, one of {@link ImageEngine.formats}. Defaults to the engine's choice. */
  readonly format?: 'png' | 'jpeg' | 'webp' | undefined
  /** Quality of a lossy format: 0 for the smallest file, 100 for the best image. Defaults to 100. */
  readonly compression?: number | undefined
}

/** Request to edit images with a prompt. */
export interface ImageEditRequest extends Omit<ImageRequest, 'size'> {
  /** Size of the result. Defaults to the size of the first reference, scaled to fit 1536 pixels. */
  readonly size?: ImageSize | undefined
  /** 1 to 4 image files (PNG, JPEG, WebP, GIF). The first one is the image to edit. */
  readonly references: readonly Uint8Array[]
  /** Image file that marks the area to edit: its transparent parts or, without transparency, its white parts. */
  readonly mask?: Uint8Array | undefined
}

/** Generated or edited image. */
export interface MadeImage extends ImageSize {
  readonly data: Uint8Array
  readonly mediaType: 'image/png' | 'image/jpeg' | 'image/webp'
  readonly seed: number
  /** Description of what was drawn or changed. */
  readonly revisedPrompt?: string | undefined
}

/** Generates and edits images. */
export interface ImageEngine extends Engine {
  /** Formats that can be requested. Defaults to PNG. */
  readonly formats?: readonly ('png' | 'jpeg' | 'webp')[] | undefined
  /**
   * Generates images from a prompt.
   *
   * @throws {EngineInputError} when the prompt, size or count is not supported.
   */
  generate(request: ImageRequest, options?: EngineCallOptions): Promise<readonly MadeImage[]>
  /**
   * Edits the first reference image.
   *
   * @throws {EngineInputError} when a reference is too large or not an image, or the edit is not supported.
   */
  edit(request: ImageEditRequest, options?: EngineCallOptions): Promise<readonly MadeImage[]>
}
