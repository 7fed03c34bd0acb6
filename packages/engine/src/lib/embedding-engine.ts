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
  /** Length of the vectors by default. Undefined while only the upstream of the engine knows it. */
  readonly defaultDimensions: number | undefined
  /** Supported vector lengths. Undefined if only the upstream of the engine knows them. */
  readonly dimensions: readonly number[] | undefined
  /** Number of tokens of a text that the model reads at once. Undefined if it is not known, as of an upstream. */
  readonly contextWindow?: number | undefined
  /**
   * Embeds texts.
   *
   * @throws {EngineInputError} when a text is empty or the vector length is not supported.
   */
  embed(texts: readonly string[], options?: EmbedOptions): Promise<Embeddings>
}
