import type { LlamaEmbeddingContext } from 'node-llama-cpp'
import type { ChatEvent } from '../chat-engine.ts'
import { defaultThreads } from '../default-threads.ts'
import { EngineInputError } from '../engine.ts'
import { normalize } from '../vector.ts'
import { serveWorker } from '../worker/serve-worker.ts'
import { generateTurn } from './generate-turn.ts'
import { type GgufModel, loadGgufFile, openGgufModel } from './gguf-model.ts'
import type { GgufModelOptions } from './gguf-options.ts'
import type { GgufDescription, GgufResults, GgufTask } from './gguf-task.ts'

/** Embedding model with its context. */
interface EmbeddingModel {
  readonly model: GgufModel['model']
  readonly context: LlamaEmbeddingContext
}

// A process serves one purpose, so it loads the file once.
let chat: Promise<GgufModel> | undefined
let embedding: Promise<EmbeddingModel> | undefined

async function openEmbeddings(options: GgufModelOptions): Promise<EmbeddingModel> {
  const { model } = await loadGgufFile(options)
  const { contextSize = model.trainContextSize, threads = defaultThreads() } = options
  return { model, context: await model.createEmbeddingContext({ contextSize, threads }) }
}

async function describe(
  task: Extract<GgufTask, { kind: 'describe' }>,
  options: GgufModelOptions,
): Promise<GgufDescription> {
  if (task.purpose === 'chat') {
    chat ??= openGgufModel(options)
    const { context, model } = await chat
    return { contextSize: context.contextSize, dimensions: model.embeddingVectorSize }
  }
  embedding ??= openEmbeddings(options)
  const { model } = await embedding
  return { contextSize: model.trainContextSize, dimensions: model.embeddingVectorSize }
}

async function embed(texts: readonly string[], { model, context }: EmbeddingModel, signal: AbortSignal) {
  const counts = texts.map((text) => model.tokenize(text).length)
  const long = counts.findIndex((count) => count >= model.trainContextSize)
  if (long >= 0) {
    const message = `input ${long} has ${counts[long]} tokens; the model reads at most ${model.trainContextSize - 1}`
    throw new EngineInputError(message, 'input', { code: 'too_long' })
  }
  const vectors: Float32Array[] = []
  for (const text of texts) {
    signal.throwIfAborted()
    vectors.push(normalize(Float32Array.from((await context.getEmbeddingFor(text)).vector)))
  }
  return { vectors, tokens: counts.reduce((sum, count) => sum + count, 0) }
}

serveWorker<GgufTask, GgufResults[GgufTask['kind']], ChatEvent>(async (task, { signal, emit, workerData }) => {
  const options = workerData as GgufModelOptions
  switch (task.kind) {
    case 'describe':
      return describe(task, options)
    case 'generate':
      chat ??= openGgufModel(options)
      for await (const event of generateTurn(await chat, task.request, signal)) await emit(event)
      return undefined
    case 'count':
      chat ??= openGgufModel(options)
      return (await chat).model.tokenize(task.text).length
    case 'embed':
      embedding ??= openEmbeddings(options)
      return embed(task.texts, await embedding, signal)
  }
})
