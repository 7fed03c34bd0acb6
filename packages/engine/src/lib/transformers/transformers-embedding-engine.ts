import { basename } from 'node:path'
import type { EmbeddingEngine } from '../embedding-engine.ts'
import { checkDimensions, checkTexts } from '../embedding-input.ts'
import { openTransformersModel } from './transformers-host.ts'
import type { TransformersEngineOptions } from './transformers-options.ts'

/** Options for {@link openTransformersEmbeddingEngine}. */
export type TransformersEmbeddingEngineOptions = TransformersEngineOptions

/**
 * Loads an ONNX embedding model into a process of its own, through the optional peer dependency `@huggingface/transformers`.
 * Pooling and default prompt are those of the model's Sentence Transformers files. Texts are embedded one at a time; the
 * parts of one that is longer than the model reads are averaged by their length.
 *
 * @throws {EngineUnavailableError} when the package is not installed or the files cannot be loaded.
 */
export async function openTransformersEmbeddingEngine(
  options: TransformersEmbeddingEngineOptions,
): Promise<EmbeddingEngine> {
  const { directory, description, run, close } = await openTransformersModel('embeddings', options)
  const id = options.model ?? basename(directory.path)
  const { dimensions: native, recipe, maxTokens } = description
  return {
    info: {
      name: 'transformers-embeddings',
      kind: 'neural',
      description: `The embedding model ${id} (${recipe}), run on this machine by ONNX Runtime`,
      ...(options.origin === undefined ? {} : { origin: options.origin }),
    },
    model: id,
    defaultDimensions: native,
    dimensions: [native],
    contextWindow: maxTokens,
    async embed(texts, { signal, caller, dimensions = native } = {}) {
      checkTexts(texts)
      checkDimensions(dimensions, [native])
      return run({ kind: 'embed', texts }, { signal, caller })
    },
    close,
  }
}
