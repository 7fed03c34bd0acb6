import { basename } from 'node:path'
import type { EmbeddingEngine } from '../embedding-engine.ts'
import { checkDimensions, checkTexts } from '../embedding-input.ts'
import { createGgufHost } from './gguf-host.ts'
import type { GgufEngineOptions } from './gguf-options.ts'
import type { GgufDescription, GgufResults } from './gguf-task.ts'

/** Options for {@link openGgufEmbeddingEngine}. */
export type GgufEmbeddingEngineOptions = GgufEngineOptions

/**
 * Loads a GGUF embedding model into a process of its own, through the optional peer dependency `node-llama-cpp`. Any model
 * works; those made for embeddings give useful vectors. Texts are embedded one at a time.
 *
 * @throws {EngineUnavailableError} when the package is not installed or the file cannot be loaded.
 */
export async function openGgufEmbeddingEngine(options: GgufEmbeddingEngineOptions): Promise<EmbeddingEngine> {
  const { modelPath, origin, worker } = options
  const id = options.model ?? basename(modelPath).replace(/\.gguf$/i, '')
  const host = await createGgufHost(options, worker)
  const { dimensions: defaultDimensions, contextSize } = await describe()

  async function describe(): Promise<GgufDescription> {
    try {
      return (await host.run({ kind: 'describe', purpose: 'embeddings' })) as GgufDescription
    } catch (error) {
      await host.close()
      throw error
    }
  }

  return {
    info: {
      name: 'gguf-embeddings',
      kind: 'neural',
      description: `The embedding model ${basename(modelPath)}, run on this machine by llama.cpp`,
      ...(origin === undefined ? {} : { origin }),
    },
    model: id,
    defaultDimensions,
    dimensions: [defaultDimensions],
    contextWindow: contextSize,
    async embed(texts, { signal, caller, dimensions = defaultDimensions } = {}) {
      checkTexts(texts)
      checkDimensions(dimensions, [defaultDimensions])
      return (await host.run({ kind: 'embed', texts }, { signal, caller })) as GgufResults['embed']
    },
    close: () => host.close(),
  }
}
