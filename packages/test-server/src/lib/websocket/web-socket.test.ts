import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { createGate } from '../gate.ts'
import { RawClient } from '../raw-client.ts'
import { startTestServer } from '../start-test-server.ts'
import { letClientRead } from '../while-connected.ts'
import { encodeFrame } from './frame.ts'
import type { WebSocketScript, WebSocketStep } from './web-socket-script.ts'

/** Runs a script against a client that sends `outgoing` and then waits for the end. */
async function converse(script: WebSocketScript, outgoing: readonly (string | Uint8Array)[] = []) {
  await using server = await startTestServer({ 'WS /': script })
  const client = new WebSocket(server.webSocketUrl)
  const incoming: unknown[] = []
  const errors: string[] = []
  client.on('message', (data, isBinary) => incoming.push(isBinary ? data : String(data)))
  client.on('error', (error: NodeJS.ErrnoException) => errors.push(error.code ?? error.message))
  client.on('open', () => {
    for (const message of outgoing) client.send(message)
  })
  const { code, reason } = await new Promise<{ code: number; reason: Buffer }>((resolve) => {
    client.on('close', (code, reason) => resolve({ code, reason }))
  })
  await server.socketsClosed()
  return { incoming, errors, code, reason: String(reason), server }
}

/** Resolves when a number has not changed for many turns of the event loop. */
async function settled(read: () => number): Promise<void> {
  for (let last = read(), turns = 0; turns < 100; turns++) {
    await letClientRead()
    if (read() !== last) turns = 0
    last = read()
  }
}

describe('steps', () => {
  it('expects and sends text, bytes and objects, then closes', async () => {
    const bytes = Uint8Array.of(1, 2)
    const { incoming, code, reason, server } = await converse(
      [
        { expect: { type: 'a', deep: { x: 1 } } },
        { send: { type: 'b' } },
        { expect: 'plain' },
        { send: 'text' },
        { expect: bytes },
        { send: bytes },
        { until: ({ data }) => data === 'last' },
        { close: { code: 4001, reason: 'bye' } },
      ],
      ['{"type":"a","deep":{"x":1,"y":2}}', 'plain', bytes, 'skipped', 'last'],
    )
    expect(incoming).toEqual(['{"type":"b"}', 'text', Buffer.from(bytes)])
    expect([code, reason]).toEqual([4001, 'bye'])
    expect(server.sockets[0]!.messages.map(({ data }) => data).slice(1)).toEqual(['plain', bytes, 'skipped', 'last'])
    expect(await server.sockets[0]!.closed).toEqual({ code: 4001, reason: 'bye' })
  })

  it('closes with 1011 and fails the dispose when another message comes', async () => {
    const server = await startTestServer({ 'WS /': [{ send: 'hello' }, { expect: { type: 'a' } }] })
    const client = new WebSocket(server.webSocketUrl)
    client.on('open', () => client.send('{"type":"b"}'))
    expect((await once(client, 'close'))[0]).toBe(1011)
    await expect(server.close()).rejects.toThrow('WS /, step 2: Expected {"type":"a"}, received {"type":"b"}')
  })

  it('takes a client that leaves for no failure', async () => {
    await using server = await startTestServer({ 'WS /': [{ expect: 'never' }] })
    const client = new WebSocket(server.webSocketUrl)
    await server.nextSocket()
    client.on('error', () => {}).terminate()
    await server.socketsClosed()
    expect(await server.sockets[0]!.closed).toEqual({ code: 1006, reason: '' })
  })

  it('runs a function as a script, messages iterated', async () => {
    const { incoming, code } = await converse(
      async (socket) => {
        for await (const message of socket) {
          if (message.data === 'end') return socket.close()
          await socket.send({ echo: message.json() })
        }
      },
      ['1', '2', 'end'],
    )
    expect(incoming).toEqual(['{"echo":1}', '{"echo":2}'])
    expect(code).toBe(1005)
  })

  it('answers connections in turn, the last again', async () => {
    await using server = await startTestServer({
      'WS /': { inTurn: [{ refuse: { status: 503 } }, [{ close: { code: 4000 } }], [{ close: { code: 4001 } }]] },
    })
    const outcomes: unknown[] = []
    for (let count = 0; count < 4; count++) {
      const client = new WebSocket(server.webSocketUrl)
      const refused = once(client, 'unexpected-response').then(([, response]) => response.statusCode)
      outcomes.push(await Promise.race([refused, once(client, 'close').then(([code]) => code)]))
      client.on('error', () => {}).terminate()
    }
    expect(outcomes).toEqual([503, 4000, 4001, 4001])
  })

  it.each<{ step: WebSocketStep; code: number; errors: string[] }>([
    { step: { drop: true }, code: 1006, errors: [] },
    { step: { reset: true }, code: 1006, errors: [] },
    { step: { raw: encodeFrame('x', { opcode: 3 }) }, code: 1006, errors: ['WS_ERR_INVALID_OPCODE'] },
    { step: { raw: encodeFrame('x', { reserved: 4 }) }, code: 1006, errors: ['WS_ERR_UNEXPECTED_RSV_1'] },
    { step: { raw: encodeFrame('x', { isMasked: true }) }, code: 1006, errors: ['WS_ERR_UNEXPECTED_MASK'] },
    { step: { raw: encodeFrame('x', { opcode: 9, isFinal: false }) }, code: 1006, errors: ['WS_ERR_EXPECTED_FIN'] },
    {
      step: { raw: encodeFrame('', { length: 2n ** 53n }) },
      code: 1006,
      errors: ['WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH'],
    },
    {
      step: { raw: encodeFrame('', { length: 200_000_000 }) },
      code: 1006,
      errors: ['WS_ERR_UNSUPPORTED_MESSAGE_LENGTH'],
    },
    { step: { raw: encodeFrame(Uint8Array.of(0xc3)) }, code: 1006, errors: ['WS_ERR_INVALID_UTF8'] },
  ])('ends a client by $step', async ({ step, code, errors }) => {
    // The client responds to a protocol violation with a close frame, after which the server closes.
    const result = await converse([step, async (socket) => void (await socket.closed)])
    expect([result.code, result.errors]).toEqual([code, errors])
  })

  it('sends fragments, long frames and a gated message', async () => {
    const gate = createGate()
    const long = 'x'.repeat(70_000)
    const pending = converse([
      { raw: encodeFrame('ab', { isFinal: false }) },
      { raw: encodeFrame('', { opcode: 9 }) },
      { raw: encodeFrame('cd', { opcode: 0 }) },
      { raw: encodeFrame('y'.repeat(300)) },
      { raw: encodeFrame(long) },
      gate,
      { close: {} },
    ])
    await gate.reached
    gate.open()
    expect((await pending).incoming).toEqual(['abcd', 'y'.repeat(300), long])
  })
})

describe('liveness', () => {
  it('pings, and answers pings', async () => {
    await using server = await startTestServer({ 'WS /': [{ ping: 'server' }] })
    const client = new WebSocket(server.webSocketUrl)
    await once(client, 'ping')
    client.ping('client')
    expect(String((await once(client, 'pong'))[0])).toBe('client')
    const socket = await server.nextSocket()
    expect([socket.pings, socket.pongs]).toEqual([['client'], ['server']])
    client.terminate()
  })

  it.each<{ name: string; script: WebSocketScript; pongCount: number }>([
    { name: 'nothing is said', script: [{ send: 'ready' }], pongCount: 1 },
    { name: 'autoPong is off', script: { autoPong: false, steps: [{ send: 'ready' }] }, pongCount: 0 },
    { name: 'half-open', script: [{ halfOpen: true }, { send: 'ready' }], pongCount: 0 },
  ])('answers $pongCount pings when $name, and still counts the leaving client', async ({ script, pongCount }) => {
    await using server = await startTestServer({ 'WS /': script })
    const client = new WebSocket(server.webSocketUrl)
    const pongs: unknown[] = []
    client.on('pong', (data) => pongs.push(data))
    await once(client, 'message')
    client.ping('anybody?')
    await settled(() => pongs.length)
    expect(pongs).toHaveLength(pongCount)
    client.terminate()
    await server.socketsClosed()
  })

  it.each<{ script: WebSocketScript; isStuck: boolean }>([
    { script: [{ send: 'ready' }], isStuck: false },
    { script: [{ stopReading: true }, { send: 'ready' }], isStuck: true },
  ])('with $script the send buffer of the client stays full: $isStuck', async ({ script, isStuck }) => {
    await using server = await startTestServer({ 'WS /': script })
    const client = new WebSocket(server.webSocketUrl)
    await once(client, 'message')
    client.send(new Uint8Array(32 * 1024 * 1024))
    await settled(() => client.bufferedAmount)
    expect(client.bufferedAmount > 0).toBe(isStuck)
    client.on('error', () => {}).terminate()
  })
})

describe('handshake', () => {
  it('records headers and subprotocols, and chooses the first offered', async () => {
    await using server = await startTestServer({ 'WS /v1/realtime': [] })
    const client = new WebSocket(`${server.webSocketUrl}/v1/realtime?x=1`, ['mira-realtime.v1', 'key.abc'], {
      headers: { 'X-Custom': 'yes' },
    })
    await once(client, 'open')
    const socket = await server.nextSocket()
    expect([client.protocol, socket.subprotocol]).toEqual(['mira-realtime.v1', 'mira-realtime.v1'])
    expect(socket.offeredSubprotocols).toEqual(['mira-realtime.v1', 'key.abc'])
    expect(server.requests[0]).toMatchObject({ method: 'GET', path: '/v1/realtime', isComplete: true, attempt: 1 })
    expect([socket.request.headers['x-custom'], socket.request.query.get('x')]).toEqual(['yes', '1'])
    client.terminate()
  })

  it.each<{ options: object; offered: string[]; outcome: string }>([
    { options: { subprotocol: 'b' }, offered: ['a', 'b'], outcome: 'b' },
    { options: { subprotocol: 'c' }, offered: ['a'], outcome: 'Server sent an invalid subprotocol' },
    { options: { subprotocol: 'c' }, offered: [], outcome: 'Server sent a subprotocol but none was requested' },
    { options: { subprotocol: null }, offered: ['a'], outcome: 'Server sent no subprotocol' },
    { options: { wrongAccept: true }, offered: [], outcome: 'Invalid Sec-WebSocket-Accept header' },
    {
      options: { headers: { 'Sec-WebSocket-Extensions': 'x-unknown' } },
      offered: [],
      outcome: 'Server sent a Sec-WebSocket-Extensions header but no extension was requested',
    },
  ])('$options ends in $outcome', async ({ options, offered, outcome }) => {
    await using server = await startTestServer({ 'WS /': { ...options, steps: [] } })
    const client = new WebSocket(server.webSocketUrl, offered, { perMessageDeflate: false })
    const failed = once(client, 'error').catch(([error]) => [error])
    const opened = new Promise<string>((resolve) => client.once('open', () => resolve(client.protocol)))
    expect(await Promise.race([opened, failed.then(([error]) => error.message)])).toBe(outcome)
    client.on('error', () => {}).terminate()
  })

  it('agrees to compression when asked to', async () => {
    await using server = await startTestServer({
      'WS /': { perMessageDeflate: true, steps: [{ send: 'x'.repeat(5_000) }] },
    })
    const client = new WebSocket(server.webSocketUrl)
    expect(String((await once(client, 'message'))[0])).toHaveLength(5_000)
    expect(client.extensions).toBe('permessage-deflate')
    client.terminate()
  })

  it('refuses with any reply, and where there is no route with 404', async () => {
    await using server = await startTestServer({
      'WS /busy': { refuse: { status: 429, headers: { 'retry-after': '1' }, json: { detail: 'busy' } } },
      'WS /moved': { refuse: { redirect: 'ws://127.0.0.1:1/' } },
      'WS /reset': { refuse: { beforeHeaders: 'reset' } },
    })
    const upgrade = [
      'connection: upgrade',
      'upgrade: websocket',
      'sec-websocket-version: 13',
      `sec-websocket-key: ${'A'.repeat(22)}==`,
    ]
    const outcomes: string[] = []
    for (const path of ['/busy', '/moved', '/reset', '/unknown']) {
      const { text, ended } = await (await RawClient.request(server.port, `GET ${path}`, upgrade)).finish()
      outcomes.push(`${text.slice(9, 12)} ${ended}`)
    }
    expect(outcomes).toEqual(['429 end', '307 end', ' ECONNRESET', '404 end'])
    expect(server.unexpected.map(({ path }) => path)).toEqual(['/unknown'])
    await server.socketsClosed()
  })

  it('notices a client that leaves an unanswered handshake', async () => {
    await using server = await startTestServer({ 'WS /': { refuse: { beforeHeaders: 'stall' } } })
    const client = new WebSocket(server.webSocketUrl)
    await server.nextRequest()
    client.on('error', () => {}).terminate()
    await server.socketsClosed()
  })

  it('reports a client that breaks the protocol', async () => {
    const server = await startTestServer({ 'WS /': [] })
    const client = new WebSocket(server.webSocketUrl)
    await once(client, 'open')
    const socket = await server.nextSocket()
    // An unmasked frame, which a client must not send (RFC 6455 §5.1).
    const connection = (client as unknown as { _socket: { write(bytes: Uint8Array): void } })._socket
    connection.write(encodeFrame('x'))
    expect(await socket.closed).toMatchObject({ code: 1006 })
    await expect(server.close()).rejects.toThrow('MASK must be set')
  })
})
