import { createVirtualClock } from '@mira/core/testing'
import { createGate, type ScriptedSocket, startTestServer } from '@mira/test-server'
import { describe, expect, it } from 'vitest'
import type { RealtimeEvent } from './server-event.ts'
import { greeting, nextEvent, openSession, received } from './session.test-support.ts'
import type { RealtimeSession } from './session.ts'

const audio = (bytes: number, fields: object = {}): object => ({
  type: 'response.audio.delta',
  response_id: 'r1',
  item_id: 'i1',
  delta: Buffer.alloc(bytes, 7).toString('base64'),
  ...fields,
})
const created = (id: string): object => ({ type: 'response.created', response: { id, status: 'in_progress' } })
const done = (id: string, status = 'completed'): object => ({ type: 'response.done', response: { id, status } })

/** Sends events, followed by `mira.end`, which a test can wait for. */
const sending =
  (...events: unknown[]) =>
  async (socket: ScriptedSocket): Promise<void> => {
    for (const event of [...events, { type: 'test.end' }]) await socket.send(event)
  }

async function eventsOf(...events: unknown[]): Promise<RealtimeEvent[]> {
  await using server = await startTestServer({ 'WS /v1/realtime': greeting(sending(...events)) })
  await using session = await openSession(server.url)
  const seen: RealtimeEvent[] = []
  for await (const event of session) {
    if (event.type === 'mira.unknown' && event.event.type === 'test.end') break
    if (!/^(mira\.state|session\.)/.test(event.type)) seen.push(event)
  }
  return seen
}

describe('events', () => {
  it('hands both generations out under the documented names', async () => {
    const seen = await eventsOf(
      { type: 'response.output_audio.delta', delta: 'AAEC' },
      { type: 'response.output_text.delta', delta: 'a' },
      { type: 'response.output_audio_transcript.done', transcript: 'b' },
      { type: 'conversation.item.added', item: { id: 'x', type: 'message' } },
      { type: 'response.output_item.added', item: { id: 'x', type: 'message' } },
    )
    expect(seen).toMatchObject([
      { type: 'response.audio.delta', delta: 'AAEC', audio: Uint8Array.of(0, 1, 2) },
      { type: 'response.text.delta' },
      { type: 'response.audio_transcript.done' },
      { type: 'conversation.item.created' },
      { type: 'response.output_item.added' },
    ])
  })

  it('wait for the first iterator or listener, even if the session has ended meanwhile', async () => {
    await using server = await startTestServer({
      'WS /v1/realtime': greeting((socket) => socket.send({ type: 'response.text.delta', delta: 'a' })),
    })
    const session = await openSession(server.url)
    const socket = await server.nextSocket()
    await expect.poll(() => received(socket).length).toBe(1)
    socket.close({ code: 1000 })
    await session.closed
    const texts: string[] = []
    session.on('response.text.delta', ({ delta }) => texts.push(delta))
    const types: string[] = []
    for await (const { type } of session) types.push(type)
    expect(texts).toEqual(['a'])
    expect(types).toEqual(expect.arrayContaining(['session.created', 'response.text.delta', 'mira.state']))
  })

  it('passes on what it does not know, and reports what is no event', async () => {
    const seen = await eventsOf(
      { type: 'new.thing', x: 1 },
      'not json',
      '[]',
      'null',
      { type: 5 },
      { type: '__proto__' },
      { type: 'response.audio.delta', delta: 5 },
      { type: 'response.created', response: null },
      { type: 'conversation.item.created', item: 'x' },
      `${'['.repeat(200_000)}`,
      JSON.stringify({ type: 'response.text.delta', delta: 'x'.repeat(1_000_000) }),
      { type: 'response.done', response: { output: [null, 5, { type: 'function_call', call_id: {}, name: 'f' }] } },
      { type: 'response.output_item.done', item: { type: 'message', id: 3, content: [null, 4] } },
    )
    expect(seen.map(({ type }) => type)).toEqual([
      'mira.unknown',
      ...Array(4).fill('mira.invalid_message'),
      'mira.unknown',
      ...Array(4).fill('mira.invalid_message'),
      'response.text.delta',
      'response.done',
      'response.output_item.done',
    ])
  })

  it('calls listeners by either name, and one that throws harms nobody', async () => {
    await using server = await startTestServer({
      'WS /v1/realtime': greeting(sending({ type: 'response.output_audio.delta', delta: 'AAEC' })),
    })
    await using session = await openSession(server.url)
    const seen: string[] = []
    session.on('response.output_audio.delta', ({ audio }) => seen.push(`newer ${audio.length}`))
    session.on('response.audio.delta', ({ audio }) => seen.push(`documented ${audio.length}`))
    const off = session.on('response.audio.delta', () => seen.push('never'))
    off()
    await nextEvent(session, 'mira.unknown')
    expect(seen).toEqual(['newer 3', 'documented 3'])
  })
})

describe('listeners', () => {
  it('of a type that is not known receive the event itself, and cannot be called by the server in its own name', async () => {
    const events = [{ type: 'new.thing', x: 1 }, { type: 'mira.state', state: 'closed' }, { type: '*' }]
    await using server = await startTestServer({ 'WS /v1/realtime': greeting(sending(...events)) })
    await using session = await openSession(server.url)
    const seen: unknown[] = []
    session.on('new.thing', (event) => seen.push(event))
    session.on('mira.state', ({ state }) => seen.push(state))
    session.on('*', ({ type }) => seen.push(type))
    await session.waitFor('test.end')
    expect(seen.filter((entry) => entry === 'closed')).toEqual([])
    expect(seen).toContainEqual({ type: 'new.thing', x: 1 })
    expect(seen.filter((entry) => entry === 'mira.unknown').length).toBeGreaterThanOrEqual(3)
  })

  it('that come late receive everything before them', async () => {
    const deltas = Array.from({ length: 1_000 }, (_, index) => ({ type: 'response.text.delta', delta: `${index},` }))
    const gate = createGate()
    await using server = await startTestServer({ 'WS /v1/realtime': greeting(sending(...deltas), () => gate.arrive()) })
    await using session = await openSession(server.url)
    await gate.reached
    await expect.poll(() => session.items).toEqual([])
    let text = ''
    session.on('response.text.delta', ({ delta }) => (text += delta))
    await session.waitFor('test.end')
    expect(text).toBe(deltas.map(({ delta }) => delta).join(''))
    gate.open()
  })

  it('added for one event are called once, and removed before it not at all', async () => {
    const events = ['a', 'b'].map((delta) => ({ type: 'response.output_text.delta', delta }))
    await using server = await startTestServer({ 'WS /v1/realtime': greeting(sending(...events)) })
    await using session = await openSession(server.url)
    const seen: string[] = []
    session.once('response.text.delta', ({ delta }) => seen.push(delta))
    session.once('response.output_text.delta', () => seen.push('never'))()
    const second = session.waitFor('response.output_text.delta', { where: ({ delta }) => delta === 'b' })
    expect((await second).delta).toBe('b')
    expect(seen).toEqual(['a'])
  })

  it.each([
    { what: 'an abort', end: (_: unknown, controller: AbortController) => controller.abort('enough'), error: 'enough' },
    {
      what: 'the end of the session',
      end: (session: RealtimeSession) => void session.close(),
      error: expect.objectContaining({ code: 'stream_closed' }),
    },
  ])('waiting for an event reject after $what', async ({ end, error }) => {
    await using server = await startTestServer({ 'WS /v1/realtime': greeting() })
    await using session = await openSession(server.url)
    const controller = new AbortController()
    const waiting = session.waitFor('response.done', { signal: controller.signal }).catch((error) => error)
    end(session, controller)
    expect(await waiting).toEqual(error)
    await expect(session.waitFor('response.done', { signal: AbortSignal.abort('before') })).rejects.toBe('before')
  })
})

describe('server events with null fields', () => {
  it.each([
    { session: null },
    { session: { audio: null, tools: null, turn_detection: null } },
    { session: { audio: { input: null, output: { format: null } } } },
    { session: { input_audio_format: null, output_sample_rate: null, voice: null } },
    { session: { audio: 'x', output_sample_rate: 'fast' } },
    { session: [] },
  ])('open a session: %o', async (fields) => {
    await using server = await startTestServer({
      'WS /v1/realtime': async (socket: ScriptedSocket) => {
        await socket.send({ type: 'session.created', ...fields })
        await socket.send({ type: 'error', error: null })
        await socket.send({ type: 'response.done', response: { id: null, output: null, status: null } })
        await socket.send({ type: 'test.end' })
        await socket.until({ type: 'never' })
      },
    })
    await using session = await openSession(server.url)
    await session.waitFor('test.end')
    expect([session.state, session.sampleRates]).toEqual(['open', { input: 24_000, output: 24_000 }])
  })
})

describe('barge-in', () => {
  it('holds back what comes late of a response that was cut off, and cuts at what was heard', async () => {
    const gate = createGate()
    await using server = await startTestServer({
      'WS /v1/realtime': greeting(
        async (socket) => {
          await socket.send(created('r1'))
          await socket.send(audio(48_000))
        },
        () => gate.arrive(),
        sending(
          audio(4_800),
          audio(4_800, { response_id: undefined }),
          done('r1', 'cancelled'),
          created('r2'),
          audio(480, { response_id: 'r2', item_id: 'i2' }),
          audio(480, { response_id: undefined, item_id: 'i2' }),
        ),
      ),
    })
    await using session = await openSession(server.url)
    await nextEvent(session, 'response.audio.delta')
    const lengths: number[] = []
    session.on('response.audio.delta', ({ audio }) => lengths.push(audio.length))
    expect(session.interrupt({ playedSamples: 12_000 })).toEqual({ responseId: 'r1', itemId: 'i1', audioEndMs: 500 })
    gate.open()
    await nextEvent(session, 'mira.unknown')
    expect(lengths).toEqual([480, 480])
    await expect
      .poll(() => received(server.sockets[0]).slice(1))
      .toEqual([
        { type: 'response.cancel', response_id: 'r1' },
        { type: 'conversation.item.truncate', item_id: 'i1', content_index: 0, audio_end_ms: 500 },
      ])
  })

  it('happens by itself when the user speaks, never beyond what was received, also after the response', async () => {
    await using server = await startTestServer({
      'WS /v1/realtime': greeting(
        sending(created('r1'), audio(48_000), done('r1'), { type: 'input_audio_buffer.speech_started' }),
      ),
    })
    await using session = await openSession(server.url, { playedMs: () => 250.4 })
    expect(await nextEvent(session, 'mira.interrupted')).toMatchObject({ itemId: 'i1', audioEndMs: 250 })
    const socket = await server.nextSocket()
    await expect.poll(() => received(socket).length).toBe(2)
    expect(received(socket)[1]).toMatchObject({ audio_end_ms: 250 })
    expect(session.interrupt({ playedMs: 99_999 })).toEqual({ responseId: 'r1' })
    expect(received(socket)).toHaveLength(2)
  })

  it('ends the session, and not the process, when the position cannot be read', async () => {
    const reason = new Error('no player')
    await using server = await startTestServer({
      'WS /v1/realtime': greeting(sending(created('r1'), audio(480), { type: 'input_audio_buffer.speech_started' })),
    })
    const playedMs = () => {
      throw reason
    }
    const session = await openSession(server.url, { playedMs })
    expect((await session.closed).error).toBe(reason)
  })

  it('keeps in the conversation only what was heard', async () => {
    const transcript = 'one two three four'
    await using server = await startTestServer({
      'WS /v1/realtime': greeting(
        sending(created('r1'), audio(48_000), { type: 'response.audio_transcript.done', item_id: 'i1', transcript }),
      ),
    })
    await using session = await openSession(server.url)
    await nextEvent(session, 'mira.unknown')
    session.interrupt({ playedMs: 500 })
    expect(session.items).toMatchObject([{ id: 'i1', role: 'assistant', content: [{ text: 'one two' }] }])
  })
})

describe('conversation', () => {
  it('takes the id that the server assigns, and keeps nothing that cannot be replayed', async () => {
    await using server = await startTestServer({
      'WS /v1/realtime': greeting(async (socket) => {
        const { data } = await socket.until({ type: 'conversation.item.create' })
        await socket.send({ type: 'conversation.item.created', item: { ...JSON.parse(String(data)).item, id: 'own' } })
        const content = [{ type: 'input_audio', audio: 'A'.repeat(10_000), transcript: null }]
        await socket.send({
          type: 'conversation.item.created',
          item: { type: 'message', role: 'user', id: 'u2', content },
        })
        await sending()(socket)
      }),
    })
    await using session = await openSession(server.url)
    session.sendText('Hello')
    await nextEvent(session, 'mira.unknown')
    expect(session.items).toEqual([
      { id: 'own', type: 'message', role: 'user', content: [{ type: 'text', text: 'Hello' }] },
      { id: 'u2', type: 'message', role: 'user', content: [] },
    ])
  })
})

describe('tools', () => {
  const call = (callId: string, name: string, args: unknown): object => ({
    type: 'response.output_item.done',
    item: { type: 'function_call', id: `i-${callId}`, call_id: callId, name, arguments: args },
  })

  it('answers each call once, whole or failed, and asks for one response when all are answered', async () => {
    const events = [
      created('r1'),
      { type: 'response.output_item.added', item: { type: 'function_call', call_id: 'c1', name: 'add' } },
      { type: 'response.function_call_arguments.done', call_id: 'c1', arguments: '{"a":1,"b":2}' },
      call('c1', 'add', '{"a":1,"b":2}'),
      call('c2', 'add', { a: 3, b: 4 }),
      call('c3', 'fail', ''),
      call('c4', 'add', '{broken'),
      call('c5', 'unknown', '{}'),
      done('r1'),
    ]
    await using server = await startTestServer({ 'WS /v1/realtime': greeting(sending(...events)) })
    const failures: string[] = []
    await using session = await openSession(server.url, {
      params: {
        tools: [
          {
            name: 'add',
            parameters: { type: 'object' },
            execute: ({ a, b }: { a: number; b: number }) => ({ sum: a + b }),
          },
          { name: 'fail', execute: () => Promise.reject(new Error('no luck')) },
        ],
      },
    })
    session.on('mira.tool_failed', ({ callId }) => failures.push(callId))
    const socket = await server.nextSocket()
    await expect.poll(() => received(socket).at(-1)?.type).toBe('response.create')
    const [update, ...sent] = received(socket)
    expect(update).toMatchObject({ session: { tools: [{ type: 'function', name: 'add' }, { name: 'fail' }] } })
    const outputs = sent.slice(0, -1).map(({ item }) => item as { call_id: string; output: string })
    expect(Object.fromEntries(outputs.map(({ call_id, output }) => [call_id, JSON.parse(output)]))).toMatchObject({
      c1: { sum: 3 },
      c2: { sum: 7 },
      c3: { error: 'no luck' },
      c4: { error: expect.stringContaining('JSON') },
    })
    expect(outputs).toHaveLength(4)
    expect(failures.sort()).toEqual(['c3', 'c4'])
    session.sendToolOutput('c5', 'by hand')
    session.sendToolOutput('c5', 'again')
    await expect.poll(() => received(socket).length).toBe(8)
  })

  it.each([
    { what: 'its own timeout', tool: { timeoutMs: 5_000 }, toolTimeoutMs: undefined, ms: 5_000 },
    { what: 'that of the session', tool: {}, toolTimeoutMs: 7_000, ms: 7_000 },
    { what: 'the default', tool: {}, toolTimeoutMs: undefined, ms: 60_000 },
  ])('a tool that hangs fails after $what, and the conversation goes on', async ({ tool, toolTimeoutMs, ms }) => {
    const clock = createVirtualClock()
    const calls = [created('r1'), call('c1', 'hang', '{}'), call('c2', 'add', '{}'), done('r1')]
    await using server = await startTestServer({ 'WS /v1/realtime': greeting(sending(...calls)) })
    let aborted: unknown
    const execute = (_: never, { signal }: { signal: AbortSignal }) =>
      new Promise(() => signal.addEventListener('abort', () => (aborted = signal.reason)))
    await using session = await openSession(server.url, {
      client: { clock },
      heartbeat: false,
      toolTimeoutMs,
      params: {
        tools: [
          { name: 'hang', execute, ...tool },
          { name: 'add', execute: () => 3 },
        ],
      },
    })
    const failed = session.waitFor('mira.tool_failed')
    const socket = await server.nextSocket()
    await expect
      .poll(() => received(socket).some(({ item }) => (item as { output?: string })?.output === '3'))
      .toBe(true)
    await clock.advance(ms - 1)
    expect(aborted).toBeUndefined()
    await clock.advance(1)
    const { callId, error } = await failed
    expect([callId, error]).toEqual(['c1', aborted])
    expect(error).toMatchObject({ code: 'timeout' })
    await expect.poll(() => received(socket).at(-1)?.type).toBe('response.create')
    expect(clock.pending).toEqual([])
  })

  it('aborts all running calls at the end, without a warning of the runtime', async () => {
    const warnings: string[] = []
    const onWarning = ({ name }: Error): void => void warnings.push(name)
    process.on('warning', onWarning)
    const calls = Array.from({ length: 30 }, (_, index) => call(`c${index}`, 'hang', '{}'))
    await using server = await startTestServer({ 'WS /v1/realtime': greeting(sending(created('r1'), ...calls)) })
    let aborted = 0
    const execute = (_: never, { signal }: { signal: AbortSignal }) =>
      new Promise(() => signal.addEventListener('abort', () => (aborted += 1)))
    await using session = await openSession(server.url, { params: { tools: [{ name: 'hang', execute }] } })
    const waiting = Array.from({ length: 30 }, () => session.waitFor('never').catch(() => 'ended'))
    await session.waitFor('test.end')
    await session.close()
    expect(aborted).toBe(30)
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(['ended']))
    await new Promise((resolve) => setImmediate(resolve))
    process.off('warning', onWarning)
    expect(warnings).toEqual([])
  })

  it('refuses a validator that describes nothing to the model', async () => {
    const parameters = { '~standard': { version: 1, vendor: 'x', validate: () => ({ value: 1 }) } }
    await expect(openSession('http://127.0.0.1:9', { params: { tools: [{ name: 'a', parameters }] } })).rejects.toThrow(
      /"a" must be a JSON Schema.*defineRealtimeTool/,
    )
  })

  it('sends a new connection once what was sent during its handshake', async () => {
    const tool = createGate()
    const welcome = createGate()
    await using server = await startTestServer({
      'WS /v1/realtime': {
        inTurn: [
          greeting(sending(created('r1'), call('c1', 'wait', '{}')), (socket) => socket.disconnect('reset')),
          [{ until: { type: 'session.update' } }, welcome, { send: { type: 'session.created' } }],
        ],
      },
    })
    const execute = () => tool.arrive().then(() => 'done')
    await using session = await openSession(server.url, { params: { tools: [{ name: 'wait', execute }] } })
    await welcome.reached
    tool.open()
    session.send({ type: 'conversation.item.create', item: { type: 'message', role: 'system', content: [] } })
    await expect.poll(() => session.items.length).toBe(3)
    welcome.open()
    const socket = server.sockets[1]
    await expect.poll(() => received(socket).at(-1)?.type).toBe('response.create')
    expect(received(socket).map(({ type, item }) => (item as { type: string } | undefined)?.type ?? type)).toEqual([
      'session.update',
      'function_call',
      'message',
      'function_call_output',
      'response.create',
    ])
  })
})

describe('audio out', () => {
  it('never divides a sample, however the audio is divided', async () => {
    await using server = await startTestServer({ 'WS /v1/realtime': greeting() })
    await using session = await openSession(server.url, { audio: { maxBufferedMs: 60_000 } })
    const bytes = new Uint8Array(60_000).map((_, index) => index)
    const appended = (): Buffer[] =>
      received(server.sockets[0]).flatMap(({ audio }) => (audio ? [Buffer.from(audio as string, 'base64')] : []))
    // Not awaited: the order is kept all the same.
    for (let start = 0, step = 0; start < bytes.length; step += 1) {
      const size = [333, 1, 9_601, 4_801, 7, 0][step % 6] as number
      void session.sendAudio(bytes.subarray(start, start + size))
      start += size
    }
    await expect.poll(() => Buffer.concat(appended()).length).toBe(bytes.length)
    expect(new Uint8Array(Buffer.concat(appended()))).toEqual(bytes)
    expect(appended().filter(({ length }) => length % 2 === 1)).toEqual([])
  })

  it('sends all that is queued in one tick, without waiting for a timer', async () => {
    await using server = await startTestServer({ 'WS /v1/realtime': greeting() })
    // Its timers never fire.
    const clock = createVirtualClock()
    await using session = await openSession(server.url, { client: { clock } })
    for (let index = 0; index < 40; index += 1) void session.sendAudio(new Uint8Array(960).fill(index))
    session.send({ type: 'input_audio_buffer.commit' })
    const socket = await server.nextSocket()
    await socket.until({ type: 'input_audio_buffer.commit' })
    const frames = received(socket).flatMap(({ audio }) => (audio ? [Buffer.from(audio as string, 'base64')] : []))
    expect(frames.map((frame) => frame[0])).toEqual(Array.from({ length: 40 }, (_, index) => index))
  })

  it('drops half a sample at the end of a turn', async () => {
    await using server = await startTestServer({ 'WS /v1/realtime': greeting() })
    await using session = await openSession(server.url)
    await session.sendAudio(Uint8Array.of(1, 2, 3))
    session.send({ type: 'input_audio_buffer.commit' })
    await session.sendAudio(Uint8Array.of(4, 5))
    const socket = await server.nextSocket()
    await expect.poll(() => received(socket).length).toBe(4)
    expect(received(socket).map(({ type, audio }) => audio ?? type)).toEqual([
      'session.update',
      'AQI=',
      'input_audio_buffer.commit',
      'BAU=',
    ])
  })

  it('that is not awaited never ends the process', async () => {
    const rejections: unknown[] = []
    const onRejection = (reason: unknown): void => void rejections.push(reason)
    process.on('unhandledRejection', onRejection)
    await using server = await startTestServer({ 'WS /v1/realtime': greeting((socket) => socket.stopReading()) })
    const session = await openSession(server.url, { audio: { maxBufferedMs: 100 } })
    for (let count = 0; count < 100; count += 1) void session.sendAudio(new Int16Array(24_000))
    await session.close()
    void session.sendAudio(new Int16Array(10))
    await expect(session.sendAudio(new Int16Array(10))).rejects.toMatchObject({ code: 'stream_closed' })
    await new Promise((resolve) => setImmediate(resolve))
    process.off('unhandledRejection', onRejection)
    expect(rejections).toEqual([])
  })

  it('holds no more than it should for a peer that takes nothing, and stops callers that do not wait', async () => {
    await using server = await startTestServer({ 'WS /v1/realtime': greeting((socket) => socket.stopReading()) })
    await using session = await openSession(server.url, { heartbeat: false, audio: { maxBufferedMs: 500 } })
    await nextEvent(session, 'session.updated')
    const second = new Int16Array(24_000)
    const sending = (async () => {
      for (let count = 0; count < 600; count += 1) await session.sendAudio(second)
    })().catch((error) => error)
    await expect.poll(() => session.bufferedMs).toBeGreaterThanOrEqual(500)
    expect(session.bufferedMs).toBeLessThanOrEqual(600)
    const careless = Array.from({ length: 9 }, () =>
      session.sendAudio(second.subarray(0, 2_400)).catch((error) => error),
    )
    expect(await careless.at(-1)).toMatchObject({ code: 'limit_exceeded' })
    await session.close()
    expect(await sending).toMatchObject({ code: 'stream_closed' })
  })

  it('drops the oldest on request, and reports how much', async () => {
    const clock = createVirtualClock()
    await using server = await startTestServer({
      'WS /v1/realtime': { inTurn: [greeting((socket) => socket.disconnect('reset')), greeting()] },
    })
    await using session = await openSession(server.url, {
      reconnect: { baseDelayMs: 300 },
      client: { random: () => 0.5, clock },
      audio: { maxBufferedMs: 200, overflow: 'drop' },
    })
    let droppedMs = 0
    session.on('mira.audio_dropped', ({ durationMs }) => {
      droppedMs += durationMs
    })
    await expect.poll(() => session.state).toBe('reconnecting')
    for (let value = 0; value < 5; value += 1) await session.sendAudio(new Uint8Array(4_800).fill(value))
    expect([session.bufferedMs, droppedMs]).toEqual([200, 300])
    session.send({ type: 'input_audio_buffer.commit' })
    await server.nextSocket()
    await clock.advance(150)
    const socket = await server.nextSocket()
    await expect.poll(() => received(socket).length).toBe(4)
    const [, ...sent] = received(socket)
    expect(sent.map(({ type, audio }) => [type, audio && Buffer.from(audio as string, 'base64')[0]])).toEqual([
      ['input_audio_buffer.append', 3],
      ['input_audio_buffer.append', 4],
      ['input_audio_buffer.commit', undefined],
    ])
  })
})
