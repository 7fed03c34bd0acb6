import { inspect } from 'node:util'
import { createClient, isMiraError } from '@mira/core'
import { createVirtualClock } from '@mira/core/testing'
import { encodeFrame, leakCheck, startChaosProxy, startTestServer } from '@mira/test-server'
import { describe, expect, it } from 'vitest'
import { connectRealtime } from './connect-realtime.ts'
import { realtime } from './realtime.ts'
import { apiKey, greeting, nextEvent, openSession, received } from './session.test-support.ts'

describe('handshake', () => {
  it('offers the protocol and the key, sends the header too, and the settings at once', async () => {
    const leaks = leakCheck()
    {
      await using server = await startTestServer({ 'WS /v1/realtime': greeting() })
      const mira = createClient({ baseUrl: server.url, apiKey }).extend(realtime)
      await using session = await mira.realtime.connect({ voice: 'aria', instructions: 'Be kind' })
      const socket = await server.nextSocket()
      expect(socket.offeredSubprotocols).toEqual(['mira-realtime.v1', `openai-insecure-api-key.${apiKey}`])
      expect(socket.request.headers.authorization).toBe(`Bearer ${apiKey}`)
      await expect
        .poll(() => received(socket))
        .toEqual([{ type: 'session.update', session: { voice: 'aria', instructions: 'Be kind' } }])
      expect(session.state).toBe('open')
      expect(inspect(session, { depth: 9, showHidden: true })).not.toContain(apiKey)
    }
    expect(await leaks.difference({ timeoutMs: 3_000 })).toEqual({})
  })

  it('needs no key behind a proxy, and works with the constructor of the web', async () => {
    await using server = await startTestServer({ 'WS /v1/realtime': greeting() })
    const client = createClient({ baseUrl: server.url, apiKey: null, WebSocket: globalThis.WebSocket })
    await using session = await connectRealtime(client)
    expect((await server.nextSocket()).offeredSubprotocols).toEqual(['mira-realtime.v1'])
    expect(session.state).toBe('open')
  })

  it.each([
    { status: 401, code: 'unauthorized' },
    { status: 402, code: 'insufficient_balance' },
    { status: 403, code: 'forbidden' },
    { status: 429, code: 'rate_limited' },
    { status: 500, code: 'server_error' },
  ])('reports a refusal with $status as $code, without the key', async ({ status, code }) => {
    const refuse = { status, json: { detail: `No: ${apiKey}` }, headers: { 'retry-after': '2' } }
    await using server = await startTestServer({ 'WS /v1/realtime': { refuse } })
    const error = await openSession(server.url).catch((error) => error)
    expect(error).toMatchObject({ code, status, retryAfterMs: 2_000 })
    expect(error.message).toContain('No: ')
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(apiKey)
  })

  it('follows no redirect', async () => {
    await using other = await startTestServer({ 'WS /v1/realtime': greeting() })
    const headers = { location: `${other.webSocketUrl}/v1/realtime` }
    await using server = await startTestServer({ 'WS /v1/realtime': { refuse: { status: 302, headers, text: '' } } })
    await expect(openSession(server.url)).rejects.toMatchObject({ code: 'redirect_refused', status: 302 })
    expect(other.acceptedSockets).toBe(0)
  })

  it.each([
    { closeCode: 1008, code: 'unauthorized' },
    { closeCode: 3000, code: 'unauthorized' },
    { closeCode: 4001, code: 'unauthorized' },
    { closeCode: 4401, code: 'unauthorized' },
    { closeCode: 4403, code: 'forbidden' },
    { closeCode: 1013, code: 'rate_limited' },
    { closeCode: 4429, code: 'rate_limited' },
    { closeCode: 1011, code: 'connection_failed' },
  ])('reports close code $closeCode after the upgrade as $code', async ({ closeCode, code }) => {
    const script = [
      { send: { type: 'error', error: { message: 'No' } } },
      { close: { code: closeCode, reason: apiKey } },
    ]
    await using server = await startTestServer({ 'WS /v1/realtime': script })
    const error = await openSession(server.url).catch((error) => error)
    expect(error).toMatchObject({ code })
    expect(error.message).not.toContain(apiKey)
  })

  it('gives up on a silent upgrade, on the client’s clock', async () => {
    const clock = createVirtualClock()
    await using server = await startTestServer({ 'WS /v1/realtime': { refuse: { beforeHeaders: 'stall', text: '' } } })
    const opening = openSession(server.url, { client: { clock } }).catch((error) => error)
    await server.nextRequest()
    await clock.advance(10_000)
    expect(await opening).toMatchObject({ code: 'timeout', retryable: true })
  })

  it('takes a server as it is that greets nobody', async () => {
    const clock = createVirtualClock()
    await using server = await startTestServer({ 'WS /v1/realtime': [] })
    const opening = openSession(server.url, { client: { clock } })
    const socket = await server.nextSocket()
    await expect.poll(() => received(socket)).toHaveLength(1)
    await clock.advance(2_000)
    await using session = await opening
    expect(session.state).toBe('open')
  })

  it('refuses a key that no subprotocol can carry, and options that cannot work', async () => {
    const client = createClient({ baseUrl: 'http://127.0.0.1:9', apiKey: 'sk-mira-(x)' })
    await expect(connectRealtime(client)).rejects.toThrow(TypeError)
    await expect(connectRealtime(client, {}, { handshakeTimeoutMs: 0 })).rejects.toThrow(RangeError)
  })

  it('ends with the abort reason, before and after it is open', async () => {
    const reason = new Error('enough')
    await using server = await startTestServer({ 'WS /v1/realtime': greeting() })
    await expect(openSession(server.url, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    const controller = new AbortController()
    const session = await openSession(server.url, { signal: controller.signal })
    const reading = (async () => {
      for await (const _ of session);
    })()
    controller.abort(reason)
    await expect(reading).rejects.toBe(reason)
    expect((await session.closed).error).toBe(reason)
    expect(() => session.sendText('too late')).toThrow('the session is closed')
    await server.socketsClosed()
  })
})

describe('reconnect', () => {
  it('replays settings, conversation and the awaited response on the next connection', async () => {
    await using server = await startTestServer({
      'WS /v1/realtime': {
        inTurn: [
          greeting(async (socket) => {
            await socket.until({ type: 'response.create' })
            socket.disconnect('reset')
          }),
          greeting(),
        ],
      },
    })
    await using session = await openSession(server.url, { params: { voice: 'aria' } })
    const states: string[] = []
    session.on('mira.state', ({ state }) => states.push(state))
    const first = await server.nextSocket()
    await expect.poll(() => received(first)).toHaveLength(1)
    session.update({ instructions: 'Be brief' })
    session.sendText('Hello')
    const socket = await server.nextSocket()
    await expect.poll(() => received(socket)).toHaveLength(3)
    expect(received(socket)).toMatchObject([
      { type: 'session.update', session: { voice: 'aria', instructions: 'Be brief' } },
      { type: 'conversation.item.create', item: { role: 'user', content: [{ type: 'input_text', text: 'Hello' }] } },
      { type: 'response.create' },
    ])
    expect(states).toEqual(['connecting', 'open', 'reconnecting', 'open'])
  })

  it('stops after the last try, with the error of that', async () => {
    await using server = await startTestServer({
      'WS /v1/realtime': { inTurn: [greeting(), { refuse: { status: 503, text: 'down' } }] },
    })
    const session = await openSession(server.url, { reconnect: { maxAttempts: 3, baseDelayMs: 1 } })
    ;(await server.nextSocket()).disconnect('drop')
    expect((await session.closed).error).toMatchObject({ code: 'overloaded' })
    expect(server.requests).toHaveLength(4)
  })

  it('ends without an error when the server closes as it should', async () => {
    await using server = await startTestServer({
      'WS /v1/realtime': greeting((socket) => socket.close({ code: 1000, reason: 'bye' })),
    })
    const session = await openSession(server.url)
    for await (const _ of session);
    expect(await session.closed).toEqual({ closeCode: 1000, reason: 'bye', error: undefined })
  })

  it.each([
    { of: 'ws', WebSocket: undefined },
    { of: 'the web', WebSocket: globalThis.WebSocket },
  ])('ends at a message that is too large, with the socket of $of', async ({ WebSocket }) => {
    await using server = await startTestServer({
      'WS /v1/realtime': greeting((socket) => socket.send({ type: 'x', text: 'x'.repeat(1_000_000) })),
    })
    const session = await openSession(server.url, { client: { WebSocket }, maxMessageBytes: 100_000 })
    expect((await session.closed).error).toMatchObject({ code: 'payload_too_large', retryable: false })
    expect(server.requests).toHaveLength(1)
  })

  it('ends at frames that break the protocol', async () => {
    await using server = await startTestServer({
      'WS /v1/realtime': greeting((socket) => socket.writeRaw(encodeFrame('x', { opcode: 3 }))),
    })
    const session = await openSession(server.url)
    expect((await session.closed).error).toMatchObject({ code: 'invalid_response', retryable: false })
  })

  it('does not come back for a key that was taken away', async () => {
    await using server = await startTestServer({
      'WS /v1/realtime': greeting((socket) => socket.close({ code: 4401, reason: 'revoked' })),
    })
    const session = await openSession(server.url)
    const error = (await session.closed).error
    expect(isMiraError(error) && error.code).toBe('unauthorized')
    expect(server.requests).toHaveLength(1)
  })
})

describe('API keys from a function', () => {
  const keyOf = (name: string): string => `sk-mira-${name.repeat(40)}`

  it.each([
    { how: 'throws', fail: () => Promise.reject(new TypeError('fetch failed')) },
    { how: 'returns no key', fail: async () => undefined as never },
    { how: 'never answers', fail: () => new Promise<never>(() => {}) },
  ])('may fail during a reconnect: $how', async ({ fail }) => {
    const clock = createVirtualClock()
    await using server = await startTestServer({
      'WS /v1/realtime': { inTurn: [greeting((socket) => socket.disconnect('reset')), greeting()] },
    })
    let count = 0
    const getKey = async (): Promise<string> => (++count === 2 ? fail() : keyOf('a'))
    await using session = await openSession(server.url, { client: { apiKey: getKey, clock } })
    const errors: unknown[] = []
    session.on('mira.state', ({ error }) => error && errors.push(error))
    await expect.poll(() => session.state).toBe('reconnecting')
    await expect
      .poll(async () => {
        await clock.advance(10_000)
        return [session.state, count]
      })
      .toEqual(['open', 3])
    expect(errors).toHaveLength(2)
  })

  it('that fails at first ends the attempt with its own error', async () => {
    const error = new Error('signed out')
    await expect(openSession('http://127.0.0.1:9', { client: { apiKey: () => Promise.reject(error) } })).rejects.toBe(
      error,
    )
  })

  it.each([
    { renewed: 'b', end: 'open', requests: 2 },
    { renewed: 'a', end: 'closed', requests: 2 },
  ])(
    'are asked for once more when one has expired, and the session is then $end',
    async ({ renewed, end, requests }) => {
      await using server = await startTestServer({
        'WS /v1/realtime': {
          inTurn: [
            greeting((socket) => socket.close({ code: 4401, reason: 'expired' })),
            renewed === 'b' ? greeting() : { refuse: { status: 401, json: { detail: 'expired' } } },
          ],
        },
      })
      let count = 0
      const session = await openSession(server.url, { client: { apiKey: () => keyOf(count++ ? renewed : 'a') } })
      await expect.poll(() => [server.requests.length, session.state]).toEqual([requests, end])
      expect(server.requests[1]?.headers.authorization).toBe(`Bearer ${keyOf(renewed)}`)
      await session.close()
    },
  )
})

describe('heartbeat', () => {
  it('does not take a blocked event loop for a dead peer', async () => {
    let nowMs = 0
    const timers = new Map<number, { callback: () => void; dueAtMs: number }>()
    let ids = 0
    const clock = {
      now: () => nowMs,
      setTimeout: (callback: () => void, ms: number) => timers.set(++ids, { callback, dueAtMs: nowMs + ms }) && ids,
      clearTimeout: (id: unknown) => void timers.delete(id as number),
    }
    const fireAfter = (ms: number): void => {
      nowMs += ms
      for (const [id, { callback, dueAtMs }] of timers) if (dueAtMs <= nowMs && timers.delete(id)) callback()
    }
    await using server = await startTestServer({ 'WS /v1/realtime': greeting() })
    await using session = await openSession(server.url, { client: { clock } })
    const socket = await server.nextSocket()
    await nextEvent(session, 'session.updated')
    fireAfter(4_000)
    // The answer has no chance to be read before this.
    fireAfter(30_000)
    await expect.poll(() => socket.pings.length).toBe(1)
    const read = nextEvent(session, 'rate_limits.updated')
    await socket.send({ type: 'rate_limits.updated', rate_limits: [] })
    await read
    fireAfter(4_000)
    expect([session.state, server.requests.length]).toEqual(['open', 1])
  })

  it.each([
    { how: 'by ping frames of ws', WebSocket: undefined },
    { how: 'by a probe the server is known to answer', WebSocket: globalThis.WebSocket },
  ])('finds a half-open connection within 8 s, $how', async ({ WebSocket }) => {
    const clock = createVirtualClock()
    await using server = await startTestServer({ 'WS /v1/realtime': greeting() })
    await using proxy = await startChaosProxy({ target: server.webSocketUrl })
    await using session = await openSession(proxy.url, { client: { clock, WebSocket } })
    await nextEvent(session, 'session.updated')
    const first = await proxy.nextConnection()
    first.stall()
    const lost = nextEvent(session, 'mira.state')
    await clock.advance(8_000)
    const { state, error } = (await lost) as { state: string; error: Error }
    expect([state, error.message]).toEqual(['reconnecting', expect.stringContaining('no answer')])
    const open = nextEvent(session, 'mira.state')
    await clock.advance(10)
    expect((await open).state).toBe('open')
    first.drop()
  })

  it('leaves a silent but living connection alone', async () => {
    const clock = createVirtualClock()
    await using server = await startTestServer({ 'WS /v1/realtime': greeting() })
    await using session = await openSession(server.url, { client: { clock } })
    const socket = await server.nextSocket()
    for (let pings = 1; pings <= 3; pings += 1) {
      await clock.advance(4_000)
      await expect.poll(() => socket.pings.length).toBe(pings)
      await expect.poll(() => clock.pending.some(({ dueAtMs }) => dueAtMs > clock.now())).toBe(true)
      // The pong is still in transit on the loopback interface.
      await socket.send({ type: 'rate_limits.updated', rate_limits: [] })
      await nextEvent(session, 'rate_limits.updated')
    }
    expect(session.state).toBe('open')
  })
})
