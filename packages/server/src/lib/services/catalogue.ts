import type { ChatModel, EmbeddingEngine, EngineInfo } from '@mira/engines'
import { ApiError } from '../api-error.ts'
import type { EngineRegistry } from './engines.ts'

/** A model and the engine that stands behind it. */
export interface CatalogueModel extends ChatModel {
  readonly engine: EngineInfo
}

/** The models of the configured engines. */
export interface Catalogue {
  /** Every model, chat first. */
  list(): Promise<readonly CatalogueModel[]>
  /** @throws {ApiError} 400 that names the model and the known ones. */
  findChatModel(id: string): Promise<ChatModel>
}

/** Time for which an engine's own list is believed: an upstream is not asked at every request. */
const listLifetimeMs = 30_000

/** Tokens that an embedding model reads of one text; engines pool what is longer. */
const embeddingContextWindow = 8_192

export function createCatalogue({ chat, embeddings }: EngineRegistry, now: () => number): Catalogue {
  let known: { readonly models: Promise<readonly ChatModel[]>; readonly until: number } | undefined

  async function listChatModels(): Promise<readonly ChatModel[]> {
    const engine = await chat.get()
    if (known === undefined || known.until <= now()) {
      known = { models: engine.models(), until: now() + listLifetimeMs }
      known.models.catch(() => {
        known = undefined
      })
    }
    return known.models
  }

  return {
    async list() {
      const chatModels = chat.state === 'absent' ? [] : await listChatModels()
      return [
        ...chatModels.map((model) => ({ ...model, engine: chat.info! })),
        ...(embeddings.state === 'absent' ? [] : [toCatalogueModel(await embeddings.get())]),
      ]
    },
    async findChatModel(id) {
      return findModel(await listChatModels(), id)
    },
  }
}

function toCatalogueModel(engine: EmbeddingEngine): CatalogueModel {
  return { id: engine.model, contextWindow: embeddingContextWindow, maxOutputTokens: 0, engine: engine.info }
}

/**
 * Finds a model by its id.
 *
 * @throws {ApiError} 400 that names the model and the known ones.
 */
export function findModel<Model extends { readonly id: string }>(models: readonly Model[], id: string): Model {
  const model = models.find((candidate) => candidate.id === id)
  if (model !== undefined) return model
  const known = models.map((candidate) => candidate.id).join(', ')
  const detail = `model: unknown model ${JSON.stringify(id)}; known here: ${known}`
  throw new ApiError(400, detail, { code: 'model_not_found' })
}
