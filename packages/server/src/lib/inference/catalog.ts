import type { ChatModel, EmbeddingEngine, Engine, EngineInfo } from '@mira/engine'
import { ApiError } from '../api-error.ts'
import type { EngineRegistry, EngineSlot } from './engines.ts'

/** Model with the engine that serves it. */
export interface CatalogModel extends ChatModel {
  readonly engine: EngineInfo
}

/** Models of the configured engines. */
export interface Catalog {
  /** Lists all models, chat models first. `contextWindow` and `maxOutputTokens` are 0 for media models. */
  list(): Promise<readonly CatalogModel[]>
  /**
   * Finds a chat model by id.
   *
   * @throws {ApiError} 400 that names the unknown id and the available ones.
   */
  findChatModel(id: string): Promise<ChatModel>
}

/** Cache lifetime of an engine's model list, in milliseconds, to avoid an upstream call on every request. */
const listLifetimeMs = 30_000

/** Context window of embedding models, in tokens; engines pool longer texts. */
const embeddingContextWindow = 8_192

/** Models of the media endpoints, whose requests need not name one, with the capability that serves each. */
const mediaModels = [
  ['mira-image', 'images'],
  ['mira-vision', 'vision'],
  ['mira-voice', 'speech'],
  ['mira-transcribe', 'transcription'],
  ['mira-music', 'music'],
  ['mira-video', 'video'],
] as const satisfies readonly (readonly [id: string, capability: keyof EngineRegistry])[]

/** Creates the model catalog of the configured engines. */
export function createCatalog(engines: EngineRegistry, now: () => number): Catalog {
  const { chat, embeddings } = engines
  let cached: { readonly models: Promise<readonly ChatModel[]>; readonly until: number } | undefined

  async function listChatModels(): Promise<readonly ChatModel[]> {
    const engine = await chat.get()
    if (cached === undefined || cached.until <= now()) {
      cached = { models: engine.models(), until: now() + listLifetimeMs }
      cached.models.catch(() => {
        cached = undefined
      })
    }
    return cached.models
  }

  async function listMediaModels(): Promise<CatalogModel[]> {
    const configured = mediaModels.filter(([, capability]) => engines[capability].state !== 'absent')
    return Promise.all(
      configured.map(async ([id, capability]) => {
        const slot: EngineSlot<Engine> = engines[capability]
        return { id, contextWindow: 0, maxOutputTokens: 0, engine: (await slot.get()).info }
      }),
    )
  }

  return {
    async list() {
      const chatModels = chat.state === 'absent' ? [] : await listChatModels()
      return [
        ...chatModels.map((model) => ({ ...model, engine: chat.info! })),
        ...(embeddings.state === 'absent' ? [] : [toCatalogModel(await embeddings.get())]),
        ...(await listMediaModels()),
      ]
    },
    async findChatModel(id) {
      return findModel(await listChatModels(), id)
    },
  }
}

function toCatalogModel(engine: EmbeddingEngine): CatalogModel {
  return { id: engine.model, contextWindow: embeddingContextWindow, maxOutputTokens: 0, engine: engine.info }
}

/**
 * Finds a model by id.
 *
 * @throws {ApiError} 400 that names the unknown id and the available ones.
 */
export function findModel<Model extends { readonly id: string }>(models: readonly Model[], id: string): Model {
  const model = models.find((candidate) => candidate.id === id)
  if (model !== undefined) return model
  const available = models.map((candidate) => candidate.id).join(', ')
  const detail = `model: unknown model ${JSON.stringify(id)}; available models: ${available}`
  throw new ApiError(400, detail, { code: 'model_not_found' })
}
