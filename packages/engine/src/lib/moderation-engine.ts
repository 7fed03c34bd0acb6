import type { Engine, EngineCallOptions } from './engine.ts'

/** Moderation result of a text or image. */
export interface ModerationResult {
  readonly isFlagged: boolean
  /** The flagged category, such as `child_abuse`; undefined if not flagged. */
  readonly category: string | undefined
  /** Probability by category, 0 to 1. */
  readonly scores: Readonly<Record<string, number>>
}

/** Classifies texts from users as harmful or harmless. */
export interface ModerationEngine extends Engine {
  readonly categories: readonly string[]
  /** Moderates texts. Returns one result per text, in input order. */
  moderateTexts(texts: readonly string[], options?: EngineCallOptions): Promise<readonly ModerationResult[]>
}

/** Classifies images from users as harmful or harmless. */
export interface ImageModerationEngine extends Engine {
  readonly categories: readonly string[]
  /**
   * Moderates an image file.
   *
   * @throws {EngineInputError} when the file is not an image.
   */
  moderateImage(image: Uint8Array, options?: EngineCallOptions): Promise<ModerationResult>
}
