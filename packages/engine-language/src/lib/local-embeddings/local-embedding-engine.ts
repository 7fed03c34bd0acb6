import type { EmbeddingEngine } from '@mira/engine'
import { EngineInputError } from '@mira/engine'
import { leaseEncoder } from '../sentence-encoder/shared-encoder.ts'
import { projectedDimensions, projectVector } from './projection.ts'

/** Options for {@link createLocalEmbeddingEngine}. */
export interface LocalEmbeddingEngineOptions {
  /** Name the engine answers for (default `mira-embed`). */
  readonly model?: string | undefined
  /** Length of vectors when a call names none: 256, 512 or 1536 (default 1536, as the API has it). */
  readonly defaultDimensions?: number | undefined
}

/**
 * Embeddings by the Universal Sentence Encoder lite, in a worker thread loaded at the first call.
 *
 * The model is English and gives 512 numbers. 1536 is a fixed isometric map of those (same cosines, no more knowledge)
 * and 256 a fixed projection; see `projectVector`. Texts beyond the model's 128 tokens are cut and averaged by length.
 */
export function createLocalEmbeddingEngine(options: LocalEmbeddingEngineOptions = {}): EmbeddingEngine {
  const defaultDimensions = options.defaultDimensions ?? 1536
  const checkDimensions = (dimensions: number) => {
    if (projectedDimensions.some((known) => known === dimensions)) return
    throw new EngineInputError(
      `dimensions must be one of ${projectedDimensions.join(', ')}, not ${dimensions}`,
      'dimensions',
    )
  }
  checkDimensions(defaultDimensions)
  const lease = leaseEncoder()
  return {
    info: {
      name: 'universal-sentence-encoder-lite',
      kind: 'neural',
      description:
        'Universal Sentence Encoder lite: English sentence embeddings of 512 numbers, mapped to 1536 by a fixed isometry and to 256 by a fixed projection',
      version: '1',
      licence: 'Apache-2.0',
    },
    model: options.model ?? 'mira-embed',
    defaultDimensions,
    dimensions: projectedDimensions,
    async embed(texts, { dimensions = defaultDimensions, signal } = {}) {
      checkDimensions(dimensions)
      const empty = texts.findIndex((text) => text.trim() === '')
      if (empty >= 0) {
        const message = `input ${empty} is empty: a text needs at least one character`
        throw new EngineInputError(message, 'input', { code: 'empty' })
      }
      const { vectors, tokens } = await lease.encoder.encode(texts, signal)
      return { vectors: vectors.map((vector) => projectVector(vector, dimensions)), tokens }
    },
    close: () => lease.release(),
  }
}
