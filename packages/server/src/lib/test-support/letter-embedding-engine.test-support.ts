import { type EmbeddingEngine, EngineInputError } from '@mira/engine'

const dimensions = [26, 8]

/** Creates a small working embedding engine: normalized letter frequencies. */
export function createLetterEmbeddingEngine(): EmbeddingEngine {
  return {
    info: { name: 'letter-engine', kind: 'statistical', description: 'Counts letters.' },
    model: 'mira-embed',
    defaultDimensions: 26,
    dimensions,
    close: async () => undefined,
    async embed(texts, { dimensions: length = 26 } = {}) {
      if (!dimensions.includes(length))
        throw new EngineInputError(`dimensions: ${length} is not one of 26, 8`, 'dimensions')
      const vectors = texts.map((text) => embed(text, length))
      return { vectors, tokens: texts.join(' ').split(/\s+/).length }
    },
  }
}

function embed(text: string, length: number): Float32Array {
  const vector = new Float32Array(length)
  for (const letter of text.toLowerCase().match(/[a-z]/g) ?? []) {
    const index = (letter.charCodeAt(0) - 97) % length
    vector[index] = vector[index]! + 1
  }
  const norm = Math.hypot(...vector) || 1
  return vector.map((value) => value / norm)
}
