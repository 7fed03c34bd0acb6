import { basename } from 'node:path'
import type { EmbeddingEngine } from '../embedding-engine.ts'
import { EngineInputError, EngineUnavailableError, type ModelOrigin } from '../engine.ts'
import { normalize } from '../vector.ts'
import type { GgufModelOptions } from './gguf-options.ts'
import { loadLlama, openLlama } from './load-llama.ts'

/** Options for {@link openGgufEmbeddingEngine}. */
export interface GgufEmbeddingEngineOptions extends GgufModelOptions {
  /** Model ID. Defaults to the file name without `.gguf`. */
  readonly model?: string | undefined
  /** Origin of the file, for `/v1/models`. */
  readonly origin?: ModelOrigin | undefined
}

/**
 * Loads a GGUF embedding model into this process, through the optional peer dependency `node-llama-cpp`. Any model works;
 * those made for embeddings give useful vectors. Texts are embedded one at a time.
 *
 * @throws {EngineUnavailableError} when the package is not installed or the file cannot be loaded.
 */
export async function openGgufEmbeddingEngine(options: GgufEmbeddingEngineOptions): Promise<EmbeddingEngine> {
  const { modelPath, contextSize, threads, origin } = options
  const id = options.model ?? basename(modelPath).replace(/\.gguf$/i, '')
  const llama = await openLlama(await loadLlama(options.loadLlama))
  const model = await llama.loadModel({ modelPath }).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new EngineUnavailableError(`The GGUF model could not be loaded: ${reason}`, { status: 503, cause })
  })
  const context = await model.createEmbeddingContext({
    contextSize: contextSize ?? model.trainContextSize,
    ...(threads === undefined ? {} : { threads }),
  })
  const defaultDimensions = model.embeddingVectorSize
  let isClosed = false

  function checkOpen(): void {
    if (isClosed) throw new EngineUnavailableError('The engine was closed', { code: 'closed', status: 503 })
  }

  function countTokens(text: string, index: number): number {
    const { length } = model.tokenize(text)
    if (text.trim() === '') throw inputError(`input ${index} is empty: a text needs at least one character`, 'empty')
    if (length < model.trainContextSize) return length
    throw inputError(
      `input ${index} has ${length} tokens; ${id} reads at most ${model.trainContextSize - 1}`,
      'too_long',
    )
  }

  return {
    info: {
      name: 'gguf-embeddings',
      kind: 'neural',
      description: `The embedding model ${basename(modelPath)}, run in this process by llama.cpp`,
      ...(origin === undefined ? {} : { origin }),
    },
    model: id,
    defaultDimensions,
    dimensions: [defaultDimensions],
    async embed(texts, { signal, dimensions = defaultDimensions } = {}) {
      checkOpen()
      if (dimensions !== defaultDimensions) {
        throw new EngineInputError(`dimensions must be ${defaultDimensions}, not ${dimensions}`, 'dimensions')
      }
      const tokens = texts.map(countTokens).reduce((sum, count) => sum + count, 0)
      const vectors: Float32Array[] = []
      for (const text of texts) {
        signal?.throwIfAborted()
        checkOpen()
        const { vector } = await context.getEmbeddingFor(text)
        vectors.push(normalize(Float32Array.from(vector)))
      }
      return { vectors, tokens }
    },
    async close() {
      isClosed = true
      await context.dispose()
      await model.dispose()
    },
  }
}

function inputError(message: string, code: 'empty' | 'too_long'): EngineInputError {
  return new EngineInputError(message, 'input', { code })
}
