import { describe, expect, it } from 'vitest'
import { createClient } from './client.ts'
import { deriveClient } from './derive-client.ts'
import { callThing } from './pipeline.test-support.ts'
import { createScriptedFetch } from './testing/scripted-fetch.ts'
import type { Middleware } from './wire-types.ts'

const fetch = createScriptedFetch({ 'GET /v1/thing': { json: {} } })
const base = createClient({ baseUrl: 'http://mira.test', apiKey: null, fetch }).extend((client) => ({
  things: { get: () => callThing(client) },
}))

function counting(calls: string[], name: string): Middleware {
  return (request, next) => {
    calls.push(name)
    return next(request)
  }
}

describe('a derived client', () => {
  it('applies the changed settings to the members of its extensions, and leaves the given client as it is', async () => {
    const calls: string[] = []
    const derived = deriveClient(base, ({ middleware }) => ({ middleware: [counting(calls, 'outer'), ...middleware] }))
    const twice = deriveClient(derived, ({ middleware }) => ({ middleware: [counting(calls, 'first'), ...middleware] }))
    await base.things.get()
    expect(calls).toEqual([])
    await derived.things.get()
    expect(calls).toEqual(['outer'])
    await twice.things.get()
    await twice.extend((client) => ({ more: () => callThing(client) })).more()
    expect(calls).toEqual(['outer', 'first', 'outer', 'first', 'outer'])
  })

  it('draws on the retry budget of the given client', async () => {
    const failing = createScriptedFetch({ 'GET /v1/thing': { status: 503, json: {} } })
    const client = createClient({
      baseUrl: 'http://mira.test',
      apiKey: null,
      fetch: failing,
      retry: { maxRetries: 30, baseDelayMs: 1, maxDelayMs: 1 },
    })
    await callThing(deriveClient(client, () => ({}))).catch(() => undefined)
    const { length } = failing.requests
    expect(length).toBe(21)
    await callThing(client).catch(() => undefined)
    expect(failing.requests.length - length).toBe(1)
  })

  it.each([[undefined], [{}], ['client']])('refuses %j', (client) => {
    expect(() => deriveClient(client as never, () => ({}))).toThrow('must be a client of createClient')
  })
})
