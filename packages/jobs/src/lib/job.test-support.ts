import { type Client, type ClientOptions, createClient } from '@mira/core'
import type { ScriptedFetch, ScriptedRoutes, VirtualClock } from '@mira/core/testing'
import { createScriptedFetch, createVirtualClock } from '@mira/core/testing'

/** Result URL of a scripted music job. */
export const songUrl = 'https://cdn.test/song.mp3'

/** Creates a client with scripted responses and a virtual clock. */
export function createScriptedClient(
  routes: ScriptedRoutes,
  options: ClientOptions = {},
): { client: Client; clock: VirtualClock; fetch: ScriptedFetch } {
  const clock = createVirtualClock()
  const fetch = createScriptedFetch(routes, { clock })
  return {
    client: createClient({ baseUrl: 'http://mira.test', fetch, clock, random: () => 0.5, ...options }),
    clock,
    fetch,
  }
}

/** Resolves with the rejection reason of a promise. @throws {Error} when the promise is fulfilled. */
export async function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
  const outcome = await promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  )
  if ('error' in outcome) return outcome.error
  throw new Error(`Expected a rejection, got ${JSON.stringify(outcome.value)}`)
}

/** Collects the items of an async iterable into an array. */
export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = []
  for await (const item of items) all.push(item)
  return all
}
