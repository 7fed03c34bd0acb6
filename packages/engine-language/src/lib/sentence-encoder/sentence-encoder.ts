import type { Embeddings } from '@mira/engine'
import { addScaled, normalize } from '@mira/engine/internal'
import { chunkText, splitWords, type TextChunk } from './chunk-text.ts'
import { encoderDimensions, encoderWindowTokens } from './protocol.ts'
import { EncoderWorker } from './worker-client.ts'

/** Chunks a message to the worker: small enough that an abort or another caller is served soon. */
const batchSize = 32

/** Universal Sentence Encoder lite in its own thread: 512 numbers a text, of any length. */
export class SentenceEncoder {
  readonly #worker = new EncoderWorker()

  /**
   * Encodes texts; one beyond the model's window is cut, and its chunks' vectors are averaged by their length.
   *
   * @returns Unit vectors of 512 numbers (null for a text without a word), and the tokens of all texts.
   */
  async encode(texts: readonly string[], signal?: AbortSignal): Promise<Embeddings> {
    const words = texts.map(splitWords)
    const counts = await this.countEach(words.flat(), signal)
    let offset = 0
    const chunks = words.map((list) => {
      const tokens = counts.slice(offset, offset + list.length)
      offset += list.length
      // A text without a word has no chunk, and a null vector.
      return list.length === 0 ? [] : chunkText(list, tokens, encoderWindowTokens)
    })
    const pieces = await this.#encodeChunks(chunks.flat(), signal)
    const vectors = chunks.map((list) => pool(list, pieces.splice(0, list.length)))
    return { vectors, tokens: counts.reduce((sum, count) => sum + count, 0) }
  }

  /** Tokens of each text, by the model's own SentencePiece vocabulary. */
  async countEach(texts: readonly string[], signal?: AbortSignal): Promise<readonly number[]> {
    if (texts.length === 0) return []
    const reply = await this.#worker.run({ kind: 'count', texts }, signal)
    return reply.kind === 'count' ? reply.tokens : []
  }

  close(): Promise<void> {
    return this.#worker.close()
  }

  async #encodeChunks(chunks: readonly TextChunk[], signal: AbortSignal | undefined): Promise<Float32Array[]> {
    const vectors: Float32Array[] = []
    for (let start = 0; start < chunks.length; start += batchSize) {
      const texts = chunks.slice(start, start + batchSize).map((chunk) => chunk.text)
      const reply = await this.#worker.run({ kind: 'embed', texts }, signal)
      if (reply.kind !== 'embed') continue
      for (let row = 0; row < texts.length; row++) {
        vectors.push(reply.vectors.slice(row * encoderDimensions, (row + 1) * encoderDimensions))
      }
    }
    return vectors
  }
}

function pool(chunks: readonly TextChunk[], vectors: readonly Float32Array[]): Float32Array {
  const sum = new Float32Array(encoderDimensions)
  for (const [index, vector] of vectors.entries()) addScaled(sum, vector, chunks[index]?.tokens ?? 1)
  return normalize(sum)
}
