import { listModels } from '@mira/chat'
import { useEffect, useState } from 'react'
import { client } from './mira.ts'

/** What stands behind a model, as the server says. */
export interface EngineInfo {
  readonly name: string
  readonly kind: string
  readonly description: string
}

/** The engine of a model; undefined until it is known, and where the server does not say. */
export function useEngine(model: string): EngineInfo | undefined {
  const [engine, setEngine] = useState<EngineInfo>()
  useEffect(() => {
    const left = new AbortController()
    listModels(client, { signal: left.signal }).then(
      ({ data }) => setEngine(data.find(({ id }) => id === model)?.engine as EngineInfo | undefined),
      () => undefined, // The banner tells when the server is gone; a badge that is missing is no news.
    )
    return () => left.abort()
  }, [model])
  return engine
}
