import { useModels } from './use-models.ts'

/** Engine of a model, as reported by the server. */
export interface EngineInfo {
  readonly name: string
  readonly kind: string
  readonly description: string
}

/** Returns the engine of a model; `undefined` until it is loaded, or if the server does not report it. */
export function useEngine(model: string): EngineInfo | undefined {
  return useModels().find(({ id }) => id === model)?.engine as EngineInfo | undefined
}
