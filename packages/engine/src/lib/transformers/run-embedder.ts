import { EngineInputError } from '../engine.ts'
import { normalize } from '../vector.ts'
import { type EmbeddingRecipe, readEmbeddingRecipe } from './embedding-recipe.ts'
import { loadTextModel, openLoader, type TextModel } from './load-model.ts'
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
    description: { dimensions: probe.length, recipe: pooling },
    embed: (texts, signal) => embedTexts({ ...text, recipe }, texts, signal),
  }
}

async function embedTexts(
  { recipe, ...text }: TextModel & { readonly recipe: EmbeddingRecipe },
  texts: readonly string[],
  signal: AbortSignal,
): Promise<TransformersResults['embed']> {
  const vectors: Float32Array[] = []
  let tokens = 0
  for (const [index, input] of texts.entries()) {
    signal.throwIfAborted()
    const encoded = text.tokenizer(`${recipe.prefix}${input}`, { truncation: false })
    const count = encoded.input_ids.dims.at(-1) ?? 0
    if (count > text.maxTokens) {
      const message = `input ${index} has ${count} tokens; the model reads at most ${text.maxTokens}`
      throw new EngineInputError(message, 'input', { code: 'too_long' })
    }
    // One text at a time: quantized models scale their numbers by all of a batch, so a vector would depend on the other texts.
    vectors.push(normalize(await embedTokens(text, recipe, encoded)))
    tokens += count
  }
  return { vectors, tokens }
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
