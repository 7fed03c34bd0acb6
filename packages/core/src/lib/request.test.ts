import { startTestServer } from '@mira/test-server'
import { describe, expect, it } from 'vitest'
import { createClient } from './client.ts'
import { isMiraError, MiraError } from './error.ts'
import { callThing, failureOf, rejectionOf, transports } from './pipeline.test-support.ts'
import { createScriptedFetch } from './testing/scripted-fetch.ts'
import type { Middleware, Reply } from './wire-types.ts'

const baseUrl = 'http://mira.test'

describe('middleware', () => {
  it('wraps every attempt, the first outermost', async () => {
    const steps: string[] = []
    const trace =
      (name: string): Middleware =>
      async (request, next, { attempt, operation }) => {
        steps.push(`${name} ${operation} ${attempt}`)
        try {
          const reply = await next(request)
          steps.push(`${name} ${reply.status}`)
          return reply
        } catch (error) {
          steps.push(`${name} ${isMiraError(error) ? error.code : error}`)
          throw error
        }
      }
    const fetch = createScriptedFetch({ 'GET /v1/thing': [{ status: 503 }, { json: {} }] })
    await callThing(createClient({ baseUrl, fetch, retry: { baseDelayMs: 0 }, middleware: [trace('a'), trace('b')] }))
    expect(steps).toEqual([
      'a thing.get 1',
      'b thing.get 1',
      'b overloaded',
      'a overloaded',
      'a thing.get 2',
      'b thing.get 2',
      'b 200',
      'a 200',
    ])
  })

  it('may change the request, of one attempt only', async () => {
    const fetch = createScriptedFetch({ 'GET /v1/other': [{ status: 503 }, { json: {} }] })
    const seen: (string | undefined)[] = []
    const change: Middleware = (request, next, { attempt }) => {
      seen.push(request.headers['x-attempt'])
      return next({
        ...request,
        url: `${baseUrl}/v1/other`,
        headers: { ...request.headers, 'x-attempt': String(attempt) },
      })
    }
    await callThing(createClient({ baseUrl, fetch, apiKey: 'k', retry: { baseDelayMs: 0 }, middleware: [change] }))
    expect(seen).toEqual([undefined, undefined])
    expect(fetch.requests.map(({ path, headers }) => [path, headers['x-attempt'], headers.authorization])).toEqual([
      ['/v1/other', '1', 'Bearer k'],
      ['/v1/other', '2', 'Bearer k'],
    ])
  })

  it('never sees the key, and cannot lead it to another origin', async () => {
    const fetch = createScriptedFetch({ 'GET /v1/thing': { json: {} } })
    const requests: unknown[] = []
    const divert: Middleware = (request, next) => {
      requests.push(request)
      return next({ ...request, url: request.url.replace('mira.test', 'evil.test') })
    }
    await callThing(createClient({ baseUrl, fetch, apiKey: 'canary', middleware: [divert] }))
    expect(JSON.stringify(requests)).not.toContain('canary')
    expect(fetch.requests[0]?.url).toBe('http://evil.test/v1/thing')
    expect(JSON.stringify(fetch.requests)).not.toContain('canary')
  })

  it('may answer by itself', async () => {
    const fetch = createScriptedFetch({})
    const reply: Reply = {
      status: 200,
      headers: new Headers({ 'x-request-id': 'cached' }),
      url: baseUrl,
      data: { cached: true },
    }
    expect(await callThing(createClient({ baseUrl, fetch, middleware: [async () => reply] }))).toEqual({ cached: true })
    expect(fetch.requests).toEqual([])
  })

  it('may change the reply, and send a request twice', async () => {
    const fetch = createScriptedFetch({ 'GET /v1/thing': [{ json: { page: 1 } }, { json: { page: 2 } }] })
    const join: Middleware = async (request, next) => {
      const [first, second] = [await next(request), await next(request)]
      return { ...second, data: [first.data, second.data] }
    }
    expect(await callThing(createClient({ baseUrl, fetch, middleware: [join] }))).toEqual([{ page: 1 }, { page: 2 }])
  })

  it('leaves notes for others of the same call, across its attempts', async () => {
    const fetch = createScriptedFetch({ 'GET /v1/thing': [{ status: 503 }, { json: {} }, { json: {} }] })
    const seen: unknown[] = []
    const note: Middleware = (request, next, { notes }) => {
      notes.count = ((notes.count as number | undefined) ?? 0) + 1
      return next(request)
    }
    const read: Middleware = (request, next, { notes, attempts, signal }) => {
      seen.push([notes.count, attempts.length, signal.aborted])
      return next(request)
    }
    const client = createClient({ baseUrl, fetch, retry: { baseDelayMs: 0 }, middleware: [note, read] })
    await callThing(client)
    await callThing(client)
    expect(seen).toEqual([
      [1, 0, false],
      [2, 1, false],
      [1, 0, false],
    ])
  })

  it.each([new Error('mine'), 'text', null, undefined, new RangeError('x')])(
    'passes on what it throws as it is: %s',
    async (thrown) => {
      const fetch = createScriptedFetch({ 'GET /v1/thing': { json: {} } })
      let calls = 0
      const fail: Middleware = async () => {
        calls += 1
        throw thrown
      }
      expect(await rejectionOf(callThing(createClient({ baseUrl, fetch, middleware: [fail] })))).toBe(thrown)
      expect(calls).toBe(1)
    },
  )

  it('that throws before it returns a promise is passed on too', async () => {
    const thrown = new Error('mine')
    const fail: Middleware = () => {
      throw thrown
    }
    expect(await rejectionOf(callThing(createClient({ baseUrl, middleware: [fail] })))).toBe(thrown)
  })

  it('may ask for another attempt by a retryable MiraError', async () => {
    const fetch = createScriptedFetch({ 'GET /v1/thing': [{ json: { state: 'busy' } }, { json: { state: 'done' } }] })
    const again: Middleware = async (request, next) => {
      const reply = await next(request)
      if ((reply.data as { state: string }).state === 'busy')
        throw new MiraError('busy', { code: 'busy', retryable: true })
      return reply
    }
    expect(await callThing(createClient({ baseUrl, fetch, retry: { baseDelayMs: 0 }, middleware: [again] }))).toEqual({
      state: 'done',
    })
  })
})

describe.each(transports)('an error over $transport', ({ fetch }) => {
  it('has a stack that leads to the call', async () => {
    await using server = await startTestServer({ 'GET /v1/thing': { status: 404 } })
    const error = await failureOf(callThing(createClient({ baseUrl: server.url, fetch })))
    expect(error.stack).toContain(error.message)
    expect(error).toBeInstanceOf(Error)
  })
})
