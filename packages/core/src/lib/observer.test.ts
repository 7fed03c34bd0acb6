import { type ChannelListener, subscribe, unsubscribe } from 'node:diagnostics_channel'
import { inspect } from 'node:util'
import { createGate, startTestServer } from '@mira/test-server'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { CallEvent, EndEvent, Hooks, RequestEvent } from './call-event.ts'
import { createClient } from './client.ts'
import { callThing, drain, failureOf, openText, rejectionOf, transports } from './pipeline.test-support.ts'
import { startTask } from './task.ts'
import { createScriptedFetch } from './testing/scripted-fetch.ts'

afterEach(() => void vi.restoreAllMocks())

type Told = [name: string, event: CallEvent & Partial<EndEvent>]

/** Creates hooks that record their events. */
function recordHooks(): { told: Told[]; hooks: Hooks } {
  const told: Told[] = []
  const tell = (name: string) => (event: CallEvent) => void told.push([name, event])
  return {
    told,
    hooks: { onRequest: tell('request'), onResponse: tell('response'), onRetry: tell('retry'), onEnd: tell('end') },
  }
}

/** Records events of `diagnostics_channel` until the end of the scope. */
function recordChannels(): { told: Told[] } & Disposable {
  const told: Told[] = []
  const listeners = ['request', 'response', 'retry', 'end'].map((name) => {
    const listener: ChannelListener = (event) => void told.push([name, event as CallEvent])
    subscribe(`mira:${name}`, listener)
    return { name, listener }
  })
  return {
    told,
    [Symbol.dispose]() {
      for (const { name, listener } of listeners) unsubscribe(`mira:${name}`, listener)
    },
  }
}

const names = (told: Told[]): string[] => told.map(([name]) => name)

describe.each(transports)('hooks and channels over $transport', ({ fetch }) => {
  it('report a success', async () => {
    const data = { model: 'mira-1', usage: { total_tokens: 3 } }
    await using server = await startTestServer({ 'POST /v1/thing': { json: data, headers: { 'x-request-id': 'r1' } } })
    using channels = recordChannels()
    const { told, hooks } = recordHooks()
    await callThing(createClient({ baseUrl: server.url, fetch, hooks }), {}, { json: { model: 'mira' } })
    expect(channels.told).toEqual(told)
    const about = { operation: 'thing.get', method: 'POST', url: `${server.url}/v1/thing`, model: 'mira', attempt: 1 }
    expect(told).toMatchObject([
      ['request', about],
      ['response', { ...about, status: 200, requestId: 'r1', durationMs: expect.any(Number) }],
      [
        'end',
        { ...about, error: undefined, usage: data.usage, responseModel: 'mira-1', durationMs: expect.any(Number) },
      ],
    ])
    expect(new Set(told.map(([, { call }]) => call)).size).toBe(1)
  })

  it('report a retry, then a failure', async () => {
    await using server = await startTestServer({ 'GET /v1/thing': [{ status: 503 }, { status: 400 }] })
    using channels = recordChannels()
    const { told, hooks } = recordHooks()
    const error = await failureOf(
      callThing(createClient({ baseUrl: server.url, fetch, hooks, retry: { baseDelayMs: 1 } })),
    )
    expect(names(told)).toEqual(['request', 'retry', 'request', 'end'])
    expect(names(channels.told)).toEqual(names(told))
    expect(told.map(([, { attempt }]) => attempt)).toEqual([1, 1, 2, 2])
    expect(told[1]?.[1]).toMatchObject({ error: { code: 'overloaded' }, waitMs: expect.any(Number) })
    expect(told[3]?.[1].error).toBe(error)
  })

  it('report a stream that ends, one that is left and one that breaks', async () => {
    await using server = await startTestServer({
      'POST /v1/stream': [{ sse: ['a', '[DONE]'] }, { sse: ['a', createGate()] }, { sse: ['a'], dropAt: 9 }],
    })
    using channels = recordChannels()
    const { told, hooks } = recordHooks()
    const client = createClient({ baseUrl: server.url, fetch, hooks })
    await openText(client).final()
    for await (const _ of openText(client)) break
    const { error } = await drain(openText(client))
    expect(names(told)).toEqual(Array(3).fill(['request', 'response', 'end']).flat())
    expect(names(channels.told)).toEqual(names(told))
    expect(told.filter(([name]) => name === 'end').map(([, event]) => event.error)).toEqual([
      undefined,
      undefined,
      error,
    ])
    expect(told.every(([, { method, operation }]) => method === 'POST' && operation === 'text.stream')).toBe(true)
  })

  it('report an abort, with the caller’s own reason', async () => {
    await using server = await startTestServer({ 'GET /v1/thing': { beforeHeaders: 'stall' } })
    const { told, hooks } = recordHooks()
    const controller = new AbortController()
    const call = rejectionOf(
      callThing(createClient({ baseUrl: server.url, fetch, hooks }), { signal: controller.signal }),
    )
    await server.nextRequest()
    controller.abort('mine')
    await call
    expect(names(told)).toEqual(['request', 'end'])
    expect(told[1]?.[1].error).toBe('mine')
  })
})

describe('a hook that fails', () => {
  const fail = (): never => {
    throw new Error('hook')
  }

  it.each([
    { how: 'throws', hook: fail },
    { how: 'rejects', hook: async () => fail() },
  ])('because it $how changes nothing, and is reported', async ({ hook }) => {
    const reported = vi.spyOn(console, 'error').mockImplementation(() => {})
    const unhandled = vi.fn()
    process.on('unhandledRejection', unhandled)
    const fetch = createScriptedFetch({
      'GET /v1/thing': [{ status: 503 }, { json: { ok: true }, headers: { deprecation: 'yes' } }],
    })
    const hooks: Hooks = { onRequest: hook, onResponse: hook, onRetry: hook, onEnd: hook, onWarning: hook }
    const client = createClient({ baseUrl: 'http://mira.test', fetch, hooks, retry: { baseDelayMs: 0 } })
    expect(await callThing(client)).toEqual({ ok: true })
    await new Promise((resolve) => setImmediate(resolve))
    process.off('unhandledRejection', unhandled)
    expect(unhandled).not.toHaveBeenCalled()
    expect(reported).toHaveBeenCalledTimes(6)
  })

  it('does not keep the channels from hearing', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    using channels = recordChannels()
    const fetch = createScriptedFetch({ 'GET /v1/thing': { json: {} } })
    await callThing(createClient({ baseUrl: 'http://mira.test', fetch, hooks: { onRequest: fail } }))
    expect(names(channels.told)).toEqual(['request', 'response', 'end'])
  })
})

describe('a warning', () => {
  it('goes to the console where no hook takes it', async () => {
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => {})
    const fetch = createScriptedFetch({ 'GET /v1/thing': { json: {}, headers: { deprecation: 'yes' } } })
    const client = createClient({ baseUrl: 'http://mira.test', fetch })
    await callThing(client)
    await callThing(client)
    expect(warned.mock.calls).toEqual([['mira: thing.get is deprecated (yes)']])
  })
})

describe.each(transports)('a request event over $transport', ({ fetch }) => {
  it('changes the headers of its attempt', async () => {
    await using server = await startTestServer({ 'GET /v1/thing': [{ status: 503 }, { json: {} }] })
    const onRequest: Hooks['onRequest'] = ({ sending, attempt }) => {
      if (attempt === 1) sending.headers = { 'x-trace': '1', ...sending.headers }
    }
    const client = createClient({ baseUrl: server.url, fetch, hooks: { onRequest }, retry: { baseDelayMs: 1 } })
    await callThing(client, { headers: { 'X-Own': 'caller' } })
    expect(server.requests.map(({ headers }) => [headers['x-trace'], headers['x-own']])).toEqual([
      ['1', 'caller'],
      [undefined, 'caller'],
    ])
  })

  it('has the origin of the API, of whatever origin the request is', async () => {
    await using server = await startTestServer({ 'GET /v1/thing': { json: {} } })
    const origins: string[] = []
    const onRequest: Hooks['onRequest'] = ({ origin, url }) => void origins.push(origin, new URL(url).origin)
    const client = createClient({ baseUrl: 'http://mira.test/api', fetch, hooks: { onRequest } })
    await callThing(client, {}, { path: `${server.url}/v1/thing` })
    expect(origins).toEqual(['http://mira.test', server.url])
  })

  it('sends the attempt as its listeners do', async () => {
    await using server = await startTestServer({ 'GET /v1/thing': { json: {} } })
    const order: string[] = []
    const wrap = ({ sending }: RequestEvent, name: string): void => {
      const { send } = sending
      sending.send = (request) => {
        order.push(name)
        return send(request)
      }
    }
    const onRequest = (event: RequestEvent): void => {
      wrap(event, 'inner')
      wrap(event, 'outer')
    }
    await callThing(createClient({ baseUrl: server.url, fetch, hooks: { onRequest } }))
    expect(order).toEqual(['outer', 'inner'])
  })

  it('has the content as functions, which logs do not show', async () => {
    await using server = await startTestServer({ 'POST /v1/thing': { json: { answer: 'private' } } })
    const { told, hooks } = recordHooks()
    await callThing(createClient({ baseUrl: server.url, fetch, hooks }), {}, { json: { question: 'private' } })
    const [, end] = told.at(-1) as Told
    expect([end.params(), end.result?.()]).toEqual([{ question: 'private' }, { answer: 'private' }])
    expect(JSON.stringify(told) + inspect(told, { depth: 9 })).not.toContain('private')
  })
})

describe('a task', () => {
  it('runs within its observers, and reports its changes and its end once', async () => {
    const seen: unknown[] = []
    const onTask: Hooks['onTask'] = ({ operation, id, url, observe }) => {
      seen.push([operation, id, url])
      observe({
        run: (work) => ['within', work()] as never,
        onProgress: ({ name }) => void seen.push(name),
        onEnd: ({ error }) => void seen.push(error),
      })
    }
    const task = startTask(createClient({ baseUrl: 'http://mira.test', hooks: { onTask } }), {
      operation: 'video.wait',
      id: 'j1',
    })
    expect(task.run(() => 'work')).toEqual(['within', 'work'])
    task.note({ name: 'running' })
    task.end({ error: 'first' })
    task.end({ error: 'second' })
    expect(seen).toEqual([['video.wait', 'j1', 'http://mira.test'], 'running', 'first'])
  })

  it('is published, and costs nothing without listeners', () => {
    const client = createClient({ baseUrl: 'http://mira.test' })
    const published: unknown[] = []
    const listener: ChannelListener = (event) => void published.push(event)
    subscribe('mira:task', listener)
    startTask(client, { operation: 'video.wait' })
    unsubscribe('mira:task', listener)
    const task = startTask(client, { operation: 'music.wait' })
    expect(task.run(() => 'work')).toBe('work')
    task.end({})
    expect(published).toMatchObject([{ operation: 'video.wait', url: 'http://mira.test' }])
  })
})
