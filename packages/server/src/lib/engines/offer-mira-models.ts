import type { ChatEngine, ChatModel } from '@mira/engine'

/** Models that every client of the API may request. */
const miraModels = ['mira', 'mira-thinking']

/**
 * Adds `mira` and `mira-thinking` to an engine's models, as aliases of its first model. Its own model names keep
 * working.
 */
export function offerMiraModels(engine: ChatEngine): ChatEngine {
  let own: readonly ChatModel[] = []

  async function refresh(): Promise<readonly ChatModel[]> {
    own = await engine.models()
    return own
  }

  return {
    info: engine.info,
    countTokens: (text) => engine.countTokens(text),
    close: () => engine.close(),
    async models() {
      const [first, ...others] = await refresh()
      if (first === undefined) return []
      const missing = miraModels.filter((id) => own.every((model) => model.id !== id))
      return [...missing.map((id) => ({ ...first, id })), first, ...others]
    },
    async *generate(request, options) {
      const known = own.length === 0 ? await refresh() : own
      const isOwn = known.some(({ id }) => id === request.model)
      const model = isOwn ? request.model : (known[0]?.id ?? request.model)
      yield* engine.generate({ ...request, model }, options)
    },
  }
}
