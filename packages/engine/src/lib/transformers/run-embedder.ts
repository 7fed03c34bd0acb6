import { addScaled, normalize } from '../vector.ts'
import { type EmbeddingRecipe, readEmbeddingRecipe } from './embedding-recipe.ts'
import { encodeToFit, loadTextModel, openLoader, type TextModel } from './load-model.ts'
import type { ModelTensor } from './load-transformers.ts'
import { unusable } from './model-directory.ts'
import { poolTokens } from './pooling.ts'
import type { TransformersModelOptions } from './transformers-options.ts'
import type { TransformersDescription, TransformersResults } from './transformers-task.ts'

/** Loaded embedding model. */
export interface Embedder {
  readonly description: TransformersDescription
  embed(texts: readonly string[], signal: AbortSignal): Promise<TransformersResults['embed']>
}

/**
 * Loads an embedding model, and embeds a word, which reveals the length of its vectors.
 *
 * @throws {EngineUnavailableError} when the package is not installed or the files are not an embedding model.
 */
export async function openEmbedder(options: TransformersModelOptions): Promise<Embedder> {
  const loader = await openLoader(options)
  const recipe = await readEmbeddingRecipe(loader.directory)
  const text = await loadTextModel(loader, 'AutoModel')
  const probe = await embedTokens(text, recipe, text.tokenizer('a', { truncation: true }))
  const pooling = `${recipe.pooling} pooling${recipe.isStated ? '' : ' by default'}`
  return {
    description: {
      dimensions: probe.length,
      recipe: pooling,
      // Tokenizers without a limit state a number beyond all texts.
      maxTokens: Number.isSafeInteger(text.maxTokens) ? text.maxTokens : undefined,
    },
    embed: (texts, signal) => embedTexts({ ...text, recipe, width: probe.length }, texts, signal),
  }
}

async function embedTexts(
  { recipe, width, ...text }: TextModel & { readonly recipe: EmbeddingRecipe; readonly width: number },
  texts: readonly string[],
  signal: AbortSignal,
): Promise<TransformersResults['embed']> {
  const vectors: Float32Array[] = []
  let total = 0
  for (const input of texts) {
    const sum = new Float32Array(width)
    for (const { encoded, tokens } of encodeToFit(text, input, recipe.prefix)) {
      signal.throwIfAborted()
      // One text at a time: quantized models scale their numbers by all of a batch, so a vector would depend on the other texts.
      addScaled(sum, normalize(await embedTokens(text, recipe, encoded)), tokens)
      total += tokens
    }
    vectors.push(normalize(sum))
  }
  return { vectors, tokens: total }
}

async function embedTokens(
  { model, directory }: TextModel,
  { pooling, hasLayersAfter }: EmbeddingRecipe,
  encoded: Readonly<Record<string, ModelTensor>>,
): Promise<Float32Array> {
  const outputs = await model(encoded)
  const pooled = outputs.sentence_embedding ?? outputs.text_embeds ?? outputs.embeddings
  if (pooled?.dims.length === 2) return toFloats(pooled)
  if (hasLayersAfter) {
    throw unusable(directory.path, 'its vectors need further layers after the pooling, which its ONNX file lacks')
  }
  const states = outputs.last_hidden_state ?? outputs.token_embeddings
  const width = states?.dims.at(-1)
  if (states?.dims.length !== 3 || !width) {
    const names = Object.keys(outputs).join(', ')
    throw unusable(directory.path, `it is no embedding model: its outputs are ${names}`)
  }
  return poolTokens(toFloats(states), width, pooling)
}

function toFloats({ data }: ModelTensor): Float32Array {
  return data instanceof BigInt64Array ? Float32Array.from(data, Number) : Float32Array.from(data)
}
