import type { EmbedResult, EmbedTask } from '../language-task.ts'
import type { SentenceEncoder } from '../sentence-encoder/sentence-encoder.ts'
import { blendVectors } from './blend-vectors.ts'
import { lexicalVector } from './lexical-vector.ts'
import { projectVector } from './projection.ts'

/** Maps texts to vectors of the requested length. */
export async function embed(
  encoder: SentenceEncoder,
  { texts, dimensions }: EmbedTask,
  signal: AbortSignal,
): Promise<EmbedResult> {
  const { vectors, tokens } = await encoder.encode(texts, signal)
  const numbers = new Float32Array(vectors.length * dimensions)
  for (const [index, vector] of vectors.entries()) {
    const text = texts[index] ?? ''
    const blended = blendVectors(text, projectVector(vector, dimensions), lexicalVector(text, dimensions))
    numbers.set(blended, index * dimensions)
  }
  return { numbers, tokens }
}
