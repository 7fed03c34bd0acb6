/** Capabilities whose models are named in requests. */
export type ModelCapability = 'chat' | 'embeddings' | 'images' | 'moderation' | 'speech' | 'transcription' | 'vision'

/** Options of model names. */
export interface ModelAliasOptions {
  /** Names that stand for a model of the server, such as `{ 'my-model': 'mira' }`. */
  readonly aliases?: Readonly<Record<string, string>> | undefined
  /** Whether any unknown name stands for the first model of its endpoint. Defaults to false. */
  readonly anyModel?: boolean | undefined
}

/**
 * Model families of other vendors that existing programs name, dated versions included. Each stands for the first model
 * of its endpoint.
 */
const familiarNames: Readonly<Record<ModelCapability, RegExp>> = {
  chat: /^(?:chatgpt-|gpt-(?:3\.5|4|5|oss)|o[1-9](?:-|$)|codex-|(?:text-|code-)?(?:davinci|curie|babbage|ada)-0)/,
  embeddings: /^text-embedding-/,
  images: /^(?:dall-e-|gpt-image-|chatgpt-image)/,
  moderation: /^(?:omni|text)-moderation-/,
  speech: /^(?:tts-1|gpt-[\w.-]+-tts)/,
  transcription: /^(?:whisper-|gpt-[\w.-]+-transcribe)/,
  vision: /^(?:gpt-(?:4|5)|o[1-9](?:-|$))/,
}

/** Names of one family as examples, for the model list. */
const familiarExamples: Readonly<Record<ModelCapability, readonly string[]>> = {
  chat: ['gpt-4o-mini', 'gpt-4o', 'gpt-4.1', 'gpt-5', 'o3'],
  embeddings: ['text-embedding-3-small', 'text-embedding-3-large'],
  images: ['gpt-image-1', 'dall-e-3'],
  moderation: ['omni-moderation-latest', 'text-moderation-latest'],
  speech: ['tts-1', 'tts-1-hd', 'gpt-4o-mini-tts'],
  transcription: ['whisper-1', 'gpt-4o-transcribe', 'gpt-4o-mini-transcribe'],
  vision: [],
}

/** Names by which requests may call a model besides its id. */
export interface ModelAliases {
  /**
   * Returns the model that a request of an endpoint means: like {@link match}, or the first one with `anyModel`.
   * Undefined for an unknown name.
   */
  find<Model extends { readonly id: string }>(
    capability: ModelCapability,
    models: readonly Model[],
    name: string,
  ): Model | undefined
  /** Returns the model that a name stands for: its id, an alias, or a familiar name. Undefined for any other name. */
  match<Model extends { readonly id: string }>(
    capability: ModelCapability,
    models: readonly Model[],
    name: string,
  ): Model | undefined
  /**
   * Lists the aliases of a model. Of familiar families, which include dated versions, it lists well-known members.
   *
   * @param isFirst - Whether the model is the first of its capability.
   */
  list(capability: ModelCapability, id: string, isFirst: boolean): string[]
}

/** Creates the aliases of models. */
export function createModelAliases({ aliases = {}, anyModel = false }: ModelAliasOptions = {}): ModelAliases {
  const targets = new Map(Object.entries(aliases))
  const match: ModelAliases['match'] = (capability, models, name) => {
    const byId = (id: string | undefined) => models.find((model) => model.id === id)
    return byId(name) ?? byId(targets.get(name)) ?? (familiarNames[capability].test(name) ? models[0] : undefined)
  }
  return {
    match,
    find: (capability, models, name) => match(capability, models, name) ?? (anyModel ? models[0] : undefined),
    list(capability, id, isFirst) {
      const own = [...targets].flatMap(([alias, target]) => (target === id ? [alias] : []))
      const familiar = isFirst ? familiarExamples[capability] : []
      return [...own, ...familiar.filter((name) => !targets.has(name))]
    },
  }
}
