import type { Embeddings } from '@mira/engine'
import { runMetered } from '../billing/metered.ts'
import type { Call, ServerContext } from '../context.ts'
import { findModel } from './catalogue.ts'
import { engineOptionsOf } from './engine-options.ts'

/** Texts to embed. */
export interface EmbeddingRequest {
  readonly model: string
  readonly texts: readonly string[]
  readonly dimensions?: number | undefined
}

/**
 * Embeds texts, records their usage and charges it.
 *
 * @throws {ApiError} 400 for an unknown model, 402, 403 or 429 beyond the plan.
 * @throws {EngineInputError} for a length of vectors that the engine cannot give.
 */
export async function createEmbeddings(
  context: Pick<ServerContext, 'admission' | 'engines' | 'now' | 'pendingWork' | 'prices' | 'store'>,
  call: Call,
  { model, texts, dimensions }: EmbeddingRequest,
): Promise<Embeddings> {
  const engine = await context.engines.embeddings.get()
  findModel([{ id: engine.model }], model)
  return runMetered(context, call, model, async () => {
    const embeddings = await engine.embed(texts, { ...engineOptionsOf(call), dimensions })
    return { result: embeddings, consumed: { inputTokens: embeddings.tokens, outputTokens: 0 } }
  })
}
