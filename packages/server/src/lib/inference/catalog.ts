import type { ChatModel, Engine, EngineInfo } from '@mira/engine'
import { ApiError } from '../api-error.ts'
import type { EngineRegistry, EngineSlot } from './engines.ts'
import type { ModelAliases, ModelCapability } from './model-aliases.ts'

/** Model with the engine that serves it. */
export interface CatalogModel extends ChatModel {
  readonly engine: EngineInfo
  readonly capability: keyof EngineRegistry
  /** Other names by which requests may call the model. */
  readonly aliases: readonly string[]
}

/** Models of the configured engines. */
export interface Catalog {
  /**
   * Lists all models, chat models first. `contextWindow` and `maxOutputTokens` are 0 for media models, and `contextWindow`
   * also for an embedding model whose engine does not know it.
   */
  list(): Promise<readonly CatalogModel[]>
  /** Finds a model of the catalog by its id or an alias. Undefined for an unknown name. */
  find(name: string): Promise<CatalogModel | undefined>
  /**
   * Finds a chat model by its id or an alias.
   *
   * @throws {ApiError} 400 that names the unknown id and the available ones.
   */
  findChatModel(name: string): Promise<ChatModel>
  /**
   * Checks that a name stands for the only model of a capability, by its id or an alias.
   *
   * @throws {ApiError} 400 that names the unknown id and the available one.
   */
  checkName(capability: ModelCapability, id: string, name: string | undefined): void
}

/** Cache lifetime of an engine's model list, in milliseconds, to avoid an upstream call on every request. */
const listLifetimeMs = 30_000

/** Models of the media endpoints, whose requests need not name one, with the capability that serves each. */
const mediaModels = [
  ['mira-image', 'images'],
  ['mira-vision', 'vision'],
  ['mira-voice', 'speech'],
  ['mira-transcribe', 'transcription'],
  ['mira-music', 'music'],
  ['mira-video', 'video'],
  ['mira-moderation', 'moderation'],
] as const satisfies readonly (readonly [id: string, capability: keyof EngineRegistry])[]

/** Order in which names are looked up; the names of chat models also match those of others, such as `gpt-4o-transcribe`. */
const lookupOrder = ['embeddings', 'images', 'speech', 'transcription', 'moderation', 'chat'] as const

/** Options of {@link createCatalog}. */
export interface CatalogOptions {
  readonly aliases: ModelAliases
  readonly now: () => number
}

/** Creates the model catalog of the configured engines. */
export function createCatalog(engines: EngineRegistry, { aliases, now }: CatalogOptions): Catalog {
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
        const names = isNamed(capability) ? aliases.list(capability, id, true) : []
        return { id, contextWindow: 0, maxOutputTokens: 0, engine: (await slot.get()).info, capability, aliases: names }
      }),
    )
  }

  async function listEmbeddingModels(): Promise<CatalogModel[]> {
    if (embeddings.state === 'absent') return []
    const { model: id, info: engine, contextWindow = 0 } = await embeddings.get()
    const names = aliases.list('embeddings', id, true)
    const capability = 'embeddings'
    return [{ id, contextWindow, maxOutputTokens: 0, engine, capability, aliases: names }]
  }

  async function list(): Promise<readonly CatalogModel[]> {
    const chatModels = chat.state === 'absent' ? [] : await listChatModels()
    return [
      ...chatModels.map((model, index) => {
        const names = aliases.list('chat', model.id, index === 0)
        return { ...model, engine: chat.info!, capability: 'chat' as const, aliases: names }
      }),
      ...(await listEmbeddingModels()),
      ...(await listMediaModels()),
    ]
  }

  return {
    list,
    find: async (name) => findByName(await list(), aliases, name),
    async findChatModel(name) {
      const models = await listChatModels()
      return aliases.find('chat', models, name) ?? rejectName(models, name)
    },
    checkName(capability, id, name) {
      if (name !== undefined && aliases.find(capability, [{ id }], name) === undefined) rejectName([{ id }], name)
    },
  }
}

function findByName(models: readonly CatalogModel[], aliases: ModelAliases, name: string): CatalogModel | undefined {
  const byId = models.find(({ id }) => id === name)
  if (byId !== undefined) return byId
  for (const capability of lookupOrder) {
    const candidates = models.filter((model) => model.capability === capability)
    const model = aliases.match(capability, candidates, name)
    if (model !== undefined) return model
  }
  const chatModels = models.filter(({ capability }) => capability === 'chat')
  return aliases.find('chat', chatModels, name)
}

/** Returns whether the models of a capability have aliases; only clients of the vMira API know music and video. */
function isNamed(capability: string): capability is ModelCapability {
  return capability !== 'music' && capability !== 'video'
}

function rejectName(models: readonly { readonly id: string }[], name: string): never {
  const available = models.map(({ id }) => id).join(', ')
  const detail = `model: unknown model ${JSON.stringify(name)}; available models: ${available}`
  throw new ApiError(400, detail, { code: 'model_not_found', param: 'model' })
}
