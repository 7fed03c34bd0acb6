import type { Engine, EngineCallOptions } from './engine.ts'

/** What a moderator thinks of a text or picture. */
export interface ModerationResult {
  readonly isFlagged: boolean
  /** The category that was flagged, such as `child_abuse`; undefined when nothing was. */
  readonly category: string | undefined
  /** Probability by category, 0 to 1. */
  readonly scores: Readonly<Record<string, number>>
}

/** Judges whether what a user wrote may be worked on. */
export interface ModerationEngine extends Engine {
  readonly categories: readonly string[]
  /** One result a text, in their order. */
  moderateTexts(texts: readonly string[], options?: EngineCallOptions): Promise<readonly ModerationResult[]>
}

/** Judges whether an image that a user sent may be worked on. */
export interface ImageModerationEngine extends Engine {
  readonly categories: readonly string[]
  /** @throws {EngineInputError} for a file that is no picture. */
  moderateImage(image: Uint8Array, options?: EngineCallOptions): Promise<ModerationResult>
}
