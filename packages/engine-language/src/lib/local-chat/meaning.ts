import { cosine } from '@mira/engine/internal'
import type { SentenceEncoder } from '../sentence-encoder/sentence-encoder.ts'

const maxCachedTexts = 4_000

/** Cache of sentence vectors and their similarities. */
export class Meaning {
  readonly #encoder: SentenceEncoder
  readonly #vectors = new Map<string, Float32Array>()

  constructor(encoder: SentenceEncoder) {
    this.#encoder = encoder
  }

  /** Returns the cosine similarity of `text` to each of the others. */
  async similarities(text: string, others: readonly string[], signal?: AbortSignal): Promise<number[]> {
    const [own, ...vectors] = await this.#vectorsOf([text, ...others], signal)
    return vectors.map((vector) => (own ? cosine(own, vector) : 0))
  }

  /** Returns the highest cosine similarity of `text` to any of the others, and its index. */
  async nearest(
    text: string,
    others: readonly string[],
    signal?: AbortSignal,
  ): Promise<{ score: number; index: number }> {
    const scores = await this.similarities(text, others, signal)
    return scores.reduce((best, score, index) => (score > best.score ? { score, index } : best), {
      score: 0,
      index: -1,
    })
  }

  /** Returns the cosine similarities of all pairs of texts. */
  async matrix(texts: readonly string[], signal?: AbortSignal): Promise<number[][]> {
    const vectors = await this.#vectorsOf(texts, signal)
    return vectors.map((row) => vectors.map((column) => cosine(row, column)))
  }

  async #vectorsOf(texts: readonly string[], signal: AbortSignal | undefined): Promise<Float32Array[]> {
    const missing = [...new Set(texts)].filter((text) => !this.#vectors.has(text))
    const found = new Map<string, Float32Array>()
    for (const text of texts) {
      const vector = this.#vectors.get(text)
      if (vector) found.set(text, vector)
    }
    if (missing.length > 0) {
      const { vectors } = await this.#encoder.encode(missing, signal)
      if (this.#vectors.size + missing.length > maxCachedTexts) this.#vectors.clear()
      for (const [index, text] of missing.entries()) {
        const vector = vectors[index]
        if (vector) {
          found.set(text, vector)
          this.#vectors.set(text, vector)
        }
      }
    }
    return texts.map((text) => found.get(text) ?? new Float32Array())
  }
}
