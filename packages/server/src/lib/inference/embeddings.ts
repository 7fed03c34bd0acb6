import type { Embeddings } from '@mira/engine'
import { runMetered } from '../billing/run-metered.ts'
import type { Call } from '../call.ts'
import type { ServerContext } from '../context.ts'
import { engineOptionsOf } from './engine-options.ts'

/** Texts to embed. */
export interface EmbeddingRequest {
  readonly model: string
  readonly texts: readonly string[]
  readonly dimensions?: number | undefined
}

/**
 * Embeds texts; records and charges the usage.
 *
 * @throws {ApiError} 400 for an unknown model, 402, 403 or 429 when the plan's limits are exceeded.
 * @throws {EngineInputError} when the engine does not support the number of dimensions.
 */
export async function createEmbeddings(
  context: Pick<ServerContext, 'admission' | 'catalog' | 'engines' | 'now' | 'pendingWork' | 'usageWriter' | 'store'>,
  call: Call,
  { model: name, texts, dimensions }: EmbeddingRequest,
): Promise<Embeddings & { readonly model: string }> {
  const engine = await context.engines.embeddings.get()
  const { model } = engine
  context.catalog.checkName('embeddings', model, name)
  const work = async () => {
    const embeddings = await engine.embed(texts, { ...engineOptionsOf(call), dimensions })
    return { result: { ...embeddings, model }, consumed: { inputTokens: embeddings.tokens, outputTokens: 0 } }
  }
  // A token has at least one character; the exact number is known when the texts are embedded.
  const inputTokens = texts.reduce((sum, text) => sum + text.length, 0)
  const expected = { model, inputTokens, outputTokens: 0 }
  return runMetered(context, call, { expected, isExact: false, mustBeCovered: true, work })
}
