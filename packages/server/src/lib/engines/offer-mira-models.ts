import type { ChatEngine, ChatModel } from '@mira/engine'

/** Names that every client of the API may ask for. */
const miraModels = ['mira', 'mira-thinking']

/**
 * Lets an engine with models of other names be asked for `mira` and `mira-thinking`, which its first model then
 * answers; its own names go on working.
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
