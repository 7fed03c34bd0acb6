import { createClient, MiraError } from '@mira/core'
import type { AudioSource } from '@mira/realtime/audio'
import { createGate, startTestServer } from '@mira/test-server'
import { describe, expect, it } from 'vitest'
import type { CallStoreOptions } from './call-store-options.ts'
import { createCallStore } from './create-call-store.ts'
import { until } from './settled.test-support.ts'

const denied = new MiraError('realtime: the microphone was not allowed', { code: 'microphone_denied' })
const silent: AudioSource = { start: async () => {}, close: async () => {} }

/** Script of a server that sends events once it has been asked for a response. */
const greeting = (events: readonly object[]) => async (socket: Socket) => {
  await socket.send({ type: 'session.created', session: {} })
  await socket.expect({ type: 'session.update' })
  await socket.send({ type: 'session.updated', session: {} })
  await socket.expect({ type: 'conversation.item.create' })
  await socket.expect({ type: 'response.create' })
  for (const event of events) await socket.send(event)
}
interface Socket {
  send(value: unknown): Promise<void>
  expect(pattern: object): Promise<unknown>
}

async function open(options: CallStoreOptions, events: readonly object[] = []) {
  const server = await startTestServer({ 'WS /v1/realtime': greeting(events) })
  const client = createClient({ baseUrl: server.url })
  const call = createCallStore(client, { openSink: null, realtime: { reconnect: false }, ...options })
  const release = call.retain()
  return {
    call,
    async [Symbol.asyncDispose]() {
      call.end()
      release()
      await server[Symbol.asyncDispose]()
    },
  }
}

describe('createCallStore', () => {
  it('ends a call without a microphone, unless it is not required', async () => {
    const openSource = () => Promise.reject(denied)
    await using strict = await open({ openSource })
    strict.call.start()
    const { error } = await until(strict.call, ({ status }) => status === 'error')
    expect(error).toBe(denied)

    await using lenient = await open({ openSource, requiresMicrophone: false })
    const { call } = lenient
    call.start()
    expect(await until(call, ({ status }) => status === 'open')).toMatchObject({ error: denied, hasMicrophone: false })
    expect(call.sendText('What is 5 + 6?')).toBe(true)
    call.end()
    expect(call.getSnapshot()).toMatchObject({ status: 'ended', error: undefined })
  })

  it('states that the microphone was lost, and continues; of a call that has ended, it is no news', async () => {
    const lost = new MiraError('realtime: the microphone was disconnected', { code: 'microphone_lost' })
    const lose: ((error: unknown) => void)[] = []
    await using opened = await open({
      openSource: async ({ onLost }) => {
        lose.push(onLost)
        return silent
      },
    })
    const { call } = opened
    call.start()
    expect(await until(call, ({ status }) => status === 'open')).toMatchObject({ hasMicrophone: true })
    lose[0]!(lost)
    expect(call.getSnapshot()).toMatchObject({ status: 'open', error: lost, hasMicrophone: false })
    call.end()
    lose[0]!(lost)
    expect(call.getSnapshot()).toMatchObject({ status: 'ended', error: undefined, hasMicrophone: false })
  })

  it('closes a microphone that is opened after the end of the call', async () => {
    const gate = createGate()
    const closed = createGate()
    await using opened = await open({
      openSource: async () => {
        await gate.arrive()
        return { ...silent, close: async () => closed.open() }
      },
      requiresMicrophone: false,
    })
    opened.call.start()
    opened.call.end()
    gate.open()
    await closed.arrive()
    expect(opened.call.getSnapshot()).toMatchObject({ status: 'ended', error: undefined })
  })

  it('measures how long an answer to a text message took', async () => {
    const events = [
      { type: 'response.created', response: { id: 'r' } },
      { type: 'response.audio.delta', response_id: 'r', item_id: 'a', delta: 'AAAA' },
    ]
    await using opened = await open({ openSource: null }, events)
    const { call } = opened
    call.start()
    await until(call, ({ status }) => status === 'open')
    expect(call.getSnapshot().latencies).toEqual({ transcribedMs: undefined, answeredMs: undefined })
    call.sendText('What is 5 + 6?')
    const { latencies } = await until(call, ({ latencies }) => latencies.answeredMs !== undefined)
    expect(latencies).toEqual({ transcribedMs: undefined, answeredMs: expect.any(Number) })
  })

  it('rejects unknown options', () => {
    const client = createClient({ baseUrl: 'http://127.0.0.1:1' })
    expect(() => createCallStore(client, { microphone: false } as never)).toThrow(/microphone is unknown/)
  })
})
