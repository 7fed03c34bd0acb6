import { listModels } from '@mira/chat'
import { useEffect, useState } from 'react'
import { client } from './mira.ts'

/** Engine of a model, as reported by the server. */
export interface EngineInfo {
  readonly name: string
  readonly kind: string
  readonly description: string
}

/** Returns the engine of a model; `undefined` until it is loaded, or if the server does not report it. */
export function useEngine(model: string): EngineInfo | undefined {
  const [engine, setEngine] = useState<EngineInfo>()
  useEffect(() => {
    const left = new AbortController()
    listModels(client, { signal: left.signal }).then(
      ({ data }) => setEngine(data.find(({ id }) => id === model)?.engine as EngineInfo | undefined),
      () => undefined, // The connection banner reports an unreachable server.
    )
    return () => left.abort()
  }, [model])
  return engine
}
