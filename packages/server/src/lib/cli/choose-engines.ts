import {
  type ChatEngine,
  createGgufChatEngine,
  createUpstreamChatEngine,
  createUpstreamEmbeddingEngine,
} from '@mira/engines'
import { offerMiraModels } from '../engines/offer-mira-models.ts'
import type { ServerEngines } from '../options.ts'

/** What the command line says of engines. */
export interface EngineChoice {
  /** A GGUF file, which then answers chats whatever the upstream. */
  readonly model?: string | undefined
  /** Base of an OpenAI-compatible API. */
  readonly upstreamUrl?: string | undefined
  readonly upstreamKey?: string | undefined
  /** Chat model to ask the upstream for; default the one that the request names, or the upstream's first. */
  readonly upstreamModel?: string | undefined
  /** Embedding model of the upstream; without it embeddings are made locally. */
  readonly upstreamEmbeddingModel?: string | undefined
}

/** Engines as the command line asks for them; what it does not mention stays local. */
export function chooseEngines(choice: EngineChoice): ServerEngines {
  const { upstreamUrl: baseUrl, upstreamKey: apiKey, upstreamModel, upstreamEmbeddingModel } = choice
  const file = choice.model === undefined ? {} : { chat: () => loadFile(choice.model!) }
  if (baseUrl === undefined) return file
  const upstream = { baseUrl, apiKey }
  const chat = async () => offerMiraModels(createUpstreamChatEngine({ ...upstream, model: upstreamModel }))
  if (upstreamEmbeddingModel === undefined) return { chat, ...file }
  const embeddings = async () => createUpstreamEmbeddingEngine({ ...upstream, model: upstreamEmbeddingModel })
  return { chat, embeddings, ...file }
}

async function loadFile(modelPath: string): Promise<ChatEngine> {
  const engine = createGgufChatEngine({ modelPath })
  await engine.models()
  return offerMiraModels(engine)
}
