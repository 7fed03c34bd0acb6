import type { Engine, EngineCallOptions } from './engine.ts'

/** Embeddings of texts, in input order. */
export interface Embeddings {
  /** One unit vector per text. */
  readonly vectors: readonly Float32Array[]
  /** Total number of tokens of all texts. */
  readonly tokens: number
}

/** Options for {@link EmbeddingEngine.embed}. */
export interface EmbedOptions extends EngineCallOptions {
  /** Length of the vectors. Defaults to the engine's default. */
  readonly dimensions?: number | undefined
}

/** Converts texts into vectors whose cosine similarity measures how close the texts are in meaning. */
export interface EmbeddingEngine extends Engine {
  readonly model: string
  readonly defaultDimensions: number
  /** Supported vector lengths. */
  readonly dimensions: readonly number[]
  /**
   * Embeds texts.
   *
   * @throws {EngineInputError} when a text is empty or the vector length is not supported.
   */
  embed(texts: readonly string[], options?: EmbedOptions): Promise<Embeddings>
}
