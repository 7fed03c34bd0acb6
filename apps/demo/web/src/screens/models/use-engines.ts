import { listModels } from '@mira/chat'
import { useEffect, useState } from 'react'
import { client } from '../../app/mira.ts'
import type { Capability, EngineDetails, EngineReport } from './engines.ts'

/** Engines of the server. */
export interface Engines {
  readonly reports: Readonly<Partial<Record<Capability, EngineReport>>>
  /** Details by the name of the engine. */
  readonly details: ReadonlyMap<string, EngineDetails>
}

const refreshEveryMs = 2_000

/** Returns the engines of the server, refreshed while the page is open; `undefined` until they are known. */
export function useEngines(): Engines | undefined {
  const [engines, setEngines] = useState<Engines>()
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const left = new AbortController()
    const refresh = async () => {
      // The connection banner reports an unreachable server; the page keeps what is known.
      const found = await readEngines(left.signal).catch(() => undefined)
      if (left.signal.aborted) return
      if (found !== undefined) setEngines(found)
      timer = setTimeout(refresh, refreshEveryMs)
    }
    void refresh()
    return () => {
      clearTimeout(timer)
      left.abort()
    }
  }, [])
  return engines
}

async function readEngines(signal: AbortSignal): Promise<Engines> {
  const response = await fetch('/engines', { signal })
  if (!response.ok) throw new Error(`/engines answered ${response.status}`)
  const reports = (await response.json()) as Engines['reports']
  // Models are listed once all of their engines are loaded, so that the states are shown before.
  const models = await listModels(client, { signal, timeout: refreshEveryMs }).catch(() => undefined)
  const details = models?.data.map(({ engine }) => engine as EngineDetails | undefined) ?? []
  return { reports, details: new Map(details.flatMap((each) => (each === undefined ? [] : [[each.name, each]]))) }
}
