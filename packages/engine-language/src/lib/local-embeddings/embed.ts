import type { EmbedResult, EmbedTask } from '../language-task.ts'
import type { SentenceEncoder } from '../sentence-encoder/sentence-encoder.ts'
import { projectVector } from './projection.ts'

/** Encodes texts as vectors of the requested length. */
export async function embed(
  encoder: SentenceEncoder,
  { texts, dimensions }: EmbedTask,
  signal: AbortSignal,
): Promise<EmbedResult> {
  const { vectors, tokens } = await encoder.encode(texts, signal)
  const numbers = new Float32Array(vectors.length * dimensions)
  for (const [index, vector] of vectors.entries()) numbers.set(projectVector(vector, dimensions), index * dimensions)
  return { numbers, tokens }
}
