import { setImmediate } from 'node:timers/promises'
import type { EmbeddingsModel } from '@energetic-ai/embeddings'
import type { Embeddings } from '@mira/engine'
import { addScaled, normalize } from '@mira/engine/internal'
import { chunkText, splitWords, type TextChunk } from './chunk-text.ts'
import { encoderDimensions, encoderWindowTokens } from './model-limits.ts'
import { createWordCounter } from './word-tokens.ts'

/**
 * Limits of one model pass, which blocks the process for up to half a second on a busy core. Aborts are checked between
 * passes. Larger passes speed up short texts, but not long ones.
 */
const maxPassChunks = 32
const maxPassTokens = 8 * encoderWindowTokens

/** Universal Sentence Encoder lite: 512 numbers for a text of any length. */
export class SentenceEncoder {
  readonly #model: EmbeddingsModel
  readonly #countTokens: (text: string) => number

  constructor(model: EmbeddingsModel) {
    this.#model = model
    this.#countTokens = createWordCounter(model.tokenizer)
  }

  /**
   * Encodes texts. Texts that exceed the model's window are split, and the chunk vectors are averaged by length.
   *
   * @returns Unit vectors of 512 numbers (zero for a text without words), and the total number of tokens.
   */
  async encode(texts: readonly string[], signal?: AbortSignal): Promise<Embeddings> {
    let tokens = 0
    const chunks = texts.map((text) => {
      const words = splitWords(text)
      const counts = this.countEach(words)
      for (const count of counts) tokens += count
      // A text without words has no chunks and a zero vector.
      return words.length === 0 ? [] : chunkText(words, counts, encoderWindowTokens)
    })
    const pieces = await this.#encodeChunks(chunks.flat(), signal)
    return { vectors: chunks.map((list) => pool(list, pieces.splice(0, list.length))), tokens }
  }

  /** Counts the tokens of each text with the model's SentencePiece vocabulary. */
  countEach(texts: readonly string[]): readonly number[] {
    return texts.map(this.#countTokens)
  }

  async #encodeChunks(chunks: readonly TextChunk[], signal: AbortSignal | undefined): Promise<Float32Array[]> {
    const vectors: Float32Array[] = []
    for (const pass of splitPasses(chunks)) {
      // Yield to the event loop, so that an abort message can arrive.
      await setImmediate()
      signal?.throwIfAborted()
      for (const row of await this.#model.embed(pass)) vectors.push(Float32Array.from(row))
    }
    return vectors
  }
}

function* splitPasses(chunks: readonly TextChunk[]): Generator<string[], void, undefined> {
  let pass: string[] = []
  let passTokens = 0
  for (const { text, tokens } of chunks) {
    if (pass.length >= maxPassChunks || (pass.length > 0 && passTokens + tokens > maxPassTokens)) {
      yield pass
      pass = []
      passTokens = 0
    }
    pass.push(text)
    passTokens += tokens
  }
  if (pass.length > 0) yield pass
}

function pool(chunks: readonly TextChunk[], vectors: readonly Float32Array[]): Float32Array {
  const sum = new Float32Array(encoderDimensions)
  for (const [index, vector] of vectors.entries()) addScaled(sum, vector, chunks[index]?.tokens ?? 1)
  return normalize(sum)
}
