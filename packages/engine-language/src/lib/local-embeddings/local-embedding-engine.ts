import type { EmbeddingEngine, Embeddings } from '@mira/engine'
import { checkDimensions, checkTexts } from '@mira/engine/internal'
import type { EngineWorkerOptions } from '@mira/engine/worker'
import { LanguageHost } from '../language-host.ts'
import type { EmbedResult } from '../language-task.ts'
import { projectedDimensions } from './projection.ts'

/** Options for {@link createLocalEmbeddingEngine}. */
export interface LocalEmbeddingEngineOptions {
  /** Model ID. Defaults to `mira-embed`. */
  readonly model?: string | undefined
  /** Vector length if a call specifies none: 256, 512 or 1536. Defaults to 1536, like the API. */
  readonly defaultDimensions?: number | undefined
  /**
   * Limits of the child process. An engine with this option has its own process; the other engines of this package
   * share one. The deadline applies to each batch of about 8,000 characters.
   *
   * @defaultValue 60 s per batch and 1.5 GiB of memory
   */
  readonly worker?: EngineWorkerOptions | undefined
}

/**
 * Creates an embedding engine, in a child process started on the first call: the meaning of a text by the Universal Sentence
 * Encoder lite, plus its words by hashed stems and character n-grams.
 *
 * The encoder is English and returns 512 numbers, mapped to 1536 by a fixed isometry and to 256 by a fixed projection. An
 * English text is four fifths meaning; one in another script is words alone, so it is found by words that it shares with the
 * query, in any form, but not by synonyms or in another language. Texts beyond the model's 128 tokens are split into chunks, whose vectors are
 * averaged by length. Large inputs are encoded in batches; callers are served in turn between them.
 */
export function createLocalEmbeddingEngine(options: LocalEmbeddingEngineOptions = {}): EmbeddingEngine {
  const defaultDimensions = options.defaultDimensions ?? 1536
  checkDimensions(defaultDimensions, projectedDimensions)
  const host = new LanguageHost(options.worker)
  return {
    info: {
      name: 'universal-sentence-encoder-lite+words',
      kind: 'neural',
      description:
        'Universal Sentence Encoder lite for the meaning of English texts, and hashed stems and character n-grams for the words of texts in any language; other languages are compared by their words alone. The vectors have 1536, 512 or 256 numbers; shorter ones are less exact',
      version: '3',
      license: 'Apache-2.0',
    },
    model: options.model ?? 'mira-embed',
    defaultDimensions,
    dimensions: projectedDimensions,
    // That of the API. Longer texts are accepted as well.
    contextWindow: 8_192,
    async warmUp() {
      await host.run({ kind: 'embed', texts: ['ready'], dimensions: defaultDimensions })
    },
    async embed(texts, { dimensions = defaultDimensions, signal, caller } = {}) {
      checkDimensions(dimensions, projectedDimensions)
      checkTexts(texts)
      const toTask = (batch: readonly string[]) => ({ kind: 'embed', texts: batch, dimensions }) as const
      return joinResults(await host.runBatches(texts, toTask, { signal, caller }), dimensions)
    },
    close: () => host.close(),
  }
}

function joinResults(results: readonly EmbedResult[], dimensions: number): Embeddings {
  const vectors: Float32Array[] = []
  let tokens = 0
  for (const result of results) {
    tokens += result.tokens
    // Copied, so that one retained vector does not hold the memory of its batch.
    for (let start = 0; start < result.numbers.length; start += dimensions)
      vectors.push(result.numbers.slice(start, start + dimensions))
  }
  return { vectors, tokens }
}
