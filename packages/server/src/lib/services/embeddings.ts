import type { Embeddings } from '@mira/engines'
import type { Call, ServerContext } from '../context.ts'
import { findModel } from './catalogue.ts'
import { recordUsage } from './usage.ts'

/** Texts to embed. */
export interface EmbeddingRequest {
  readonly model: string
  readonly texts: readonly string[]
  readonly dimensions?: number | undefined
}

/**
 * Embeds texts and records their usage.
 *
 * @throws {ApiError} 400 for an unknown model.
 * @throws {EngineInputError} for a length of vectors that the engine cannot give.
 */
export async function createEmbeddings(
  context: ServerContext,
  call: Call,
  { model, texts, dimensions }: EmbeddingRequest,
): Promise<Embeddings> {
  const engine = await context.engines.embeddings.get()
  findModel([{ id: engine.model }], model)
  const embeddings = await engine.embed(texts, { dimensions, signal: call.signal })
  await recordUsage(context, call, { model, inputTokens: embeddings.tokens, outputTokens: 0 })
  return embeddings
}
