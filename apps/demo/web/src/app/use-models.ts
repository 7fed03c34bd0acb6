import { listModels, type Model } from '@mira/chat'
import { useEffect, useState } from 'react'
import { client } from './mira.ts'

/** Returns the models of the server; none until they are loaded. */
export function useModels(): readonly Model[] {
  const [models, setModels] = useState<readonly Model[]>([])
  useEffect(() => {
    const left = new AbortController()
    listModels(client, { signal: left.signal }).then(
      ({ data }) => setModels(data),
      () => undefined, // The connection banner reports an unreachable server.
    )
    return () => left.abort()
  }, [])
  return models
}
