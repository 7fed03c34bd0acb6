import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createClient } from '../client.ts'
import { callThing } from '../pipeline.test-support.ts'

const key = Symbol.for(`undici.globalDispatcher.${Number.parseInt(process.versions.undici as string, 10) >= 8 ? 2 : 1}`)
const scope = globalThis as unknown as Record<symbol, Dispatcher>
type Handler = Record<string, (...args: unknown[]) => unknown>
interface Dispatcher {
  dispatch(options: object, handler: Handler): boolean
}

void globalThis.Headers
const original = scope[key] as Dispatcher
afterEach(() => {
  scope[key] = original
})

const legacyNames = ['onConnect', 'onHeaders', 'onData', 'onComplete', 'onError']

/** Dispatchers with the handler interfaces of all versions of undici, in front of the runtime's own. */
const generations: readonly { version: string; dispatch: Dispatcher['dispatch'] }[] = [
  {
    version: '5 or 6, which checks the methods',
    dispatch(options, handler) {
      const missing = legacyNames.find((name) => typeof handler[name] !== 'function')
      if (missing) throw Object.assign(new Error(`invalid ${missing} method`), { code: 'UND_ERR_INVALID_ARG' })
      return original.dispatch(options, pick(handler, legacyNames))
    },
  },
  {
    version: '5 or 6, as a mock that calls the methods later',
    dispatch(_, handler) {
      setImmediate(() => {
        handler.onConnect?.(() => undefined, null)
        handler.onHeaders?.(200, [Buffer.from('content-type'), Buffer.from('application/json')], () => undefined, 'OK')
        handler.onData?.(Buffer.from('{"ok":true}'))
        handler.onComplete?.([])
      })
      return true
    },
  },
  {
    version: '7 or later',
    dispatch(options, handler) {
      if (typeof handler.onRequestStart !== 'function') throw new Error('invalid onRequestStart method')
      return original.dispatch(options, handler)
    },
  },
]

const pick = (handler: Handler, names: readonly string[]): Handler =>
  Object.fromEntries(names.map((name) => [name, (...args: unknown[]) => handler[name]?.(...args)]))

describe('the global dispatcher', () => {
  it.each(generations)('may be of undici $version', async ({ dispatch }) => {
    await using server = await startThingServer()
    scope[key] = { dispatch }
    expect(await callThing(createClient({ baseUrl: server.url, retry: false }))).toEqual({ ok: true })
  })

  it('is left to fetch when it accepts no request', async () => {
    await using server = await startThingServer()
    let requests = 0
    scope[key] = {
      dispatch(options, handler) {
        requests += 1
        // Only the first request is refused, so that what follows is the fallback.
        if (requests === 1) throw new TypeError('not supported')
        return original.dispatch(options, handler)
      },
    }
    expect(await callThing(createClient({ baseUrl: server.url, retry: false }))).toEqual({ ok: true })
    expect(requests).toBe(2)
  })
})

/** A server on a socket of its own, whose replies need no other dispatcher. */
async function startThingServer(): Promise<AsyncDisposable & { url: string }> {
  const server = createServer((_, response) =>
    response.setHeader('content-type', 'application/json').end('{"ok":true}'),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
    },
  }
}
