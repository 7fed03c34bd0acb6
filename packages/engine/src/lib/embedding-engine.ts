import type { Engine, EngineCallOptions } from './engine.ts'

/** Vectors for texts, in the order of the texts. */
export interface Embeddings {
  /** One unit-length vector a text. */
  readonly vectors: readonly Float32Array[]
  /** Tokens of all texts together. */
  readonly tokens: number
}

export interface EmbedOptions extends EngineCallOptions {
  /** Length of the vectors wanted; the default is the engine's. */
  readonly dimensions?: number | undefined
}

/** Turns texts into vectors whose cosine says how near they are in meaning. */
export interface EmbeddingEngine extends Engine {
  readonly model: string
  readonly defaultDimensions: number
  /** Lengths it can give. */
  readonly dimensions: readonly number[]
  /** @throws {EngineInputError} for an empty text or a length it cannot give. */
  embed(texts: readonly string[], options?: EmbedOptions): Promise<Embeddings>
}
