import type { ChatEngine, ChatModel } from '@mira/engine'

/** Models that every client of the API may request. */
const miraModels = ['mira', 'mira-thinking']

/**
 * Adds `mira` and `mira-thinking` to an engine's models, as aliases of its first model. Its own model names keep
 * working.
 */
export function addMiraModels(engine: ChatEngine): ChatEngine {
  let models: readonly ChatModel[] = []

  async function refresh(): Promise<readonly ChatModel[]> {
    models = await engine.models()
    return models
  }

  return {
    info: engine.info,
    countTokens: (text) => engine.countTokens(text),
    ...(engine.countPromptTokens === undefined
      ? {}
      : { countPromptTokens: (request, options) => engine.countPromptTokens!(request, options) }),
    close: () => engine.close(),
    async models() {
      const [first, ...others] = await refresh()
      if (first === undefined) return []
      const missing = miraModels.filter((id) => models.every((model) => model.id !== id))
      return [...missing.map((id) => ({ ...first, id })), first, ...others]
    },
    async *generate(request, options) {
      const available = models.length === 0 ? await refresh() : models
      const isEngineModel = available.some(({ id }) => id === request.model)
      const model = isEngineModel ? request.model : (available[0]?.id ?? request.model)
      yield* engine.generate({ ...request, model }, options)
    },
  }
}
