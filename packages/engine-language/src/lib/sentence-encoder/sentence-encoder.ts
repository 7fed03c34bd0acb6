import { setImmediate } from 'node:timers/promises'
import type { EmbeddingsModel } from '@energetic-ai/embeddings'
import type { Embeddings } from '@mira/engine'
import { addScaled, normalize } from '@mira/engine/internal'
import { chunkText, splitWords, type TextChunk } from './chunk-text.ts'
import { encoderDimensions, encoderWindowTokens } from './model-limits.ts'
import { createWordCounter } from './word-tokens.ts'

/**
 * Limits of one pass of the model, which blocks the process: up to half a second on a busy core. An abort is noticed between
 * two. Short texts gain by larger passes, long ones do not.
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
   * Encodes texts; one beyond the model's window is cut, and its chunks' vectors are averaged by their length.
   *
   * @returns Unit vectors of 512 numbers (null for a text without a word), and the tokens of all texts.
   */
  async encode(texts: readonly string[], signal?: AbortSignal): Promise<Embeddings> {
    let tokens = 0
    const chunks = texts.map((text) => {
      const words = splitWords(text)
      const counts = this.countEach(words)
      for (const count of counts) tokens += count
      // A text without a word has no chunk, and a null vector.
      return words.length === 0 ? [] : chunkText(words, counts, encoderWindowTokens)
    })
    const pieces = await this.#encodeChunks(chunks.flat(), signal)
    return { vectors: chunks.map((list) => pool(list, pieces.splice(0, list.length))), tokens }
  }

  /** Tokens of each text, by the model's own SentencePiece vocabulary. */
  countEach(texts: readonly string[]): readonly number[] {
    return texts.map(this.#countTokens)
  }

  async #encodeChunks(chunks: readonly TextChunk[], signal: AbortSignal | undefined): Promise<Float32Array[]> {
    const vectors: Float32Array[] = []
    for (const pass of splitPasses(chunks)) {
      // The message of an abort arrives only while the event loop turns.
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
