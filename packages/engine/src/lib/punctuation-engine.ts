import type { Engine, EngineCallOptions } from './engine.ts'

/** Adds punctuation to the texts of recognizers that write none. */
export interface PunctuationEngine extends Engine {
  /** BCP 47 tags of the supported languages; `und` if the model does not state them. */
  readonly languages: readonly string[]
  /**
   * Adds punctuation marks, and capital letters in scripts that have them. The words and their order stay the same.
   *
   * @param text - Words without punctuation, in one of the languages; others are returned unchanged.
   */
  punctuate(text: string, options?: EngineCallOptions): Promise<string>
}
