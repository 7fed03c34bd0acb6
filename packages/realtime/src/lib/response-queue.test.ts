import { createGate, type ScriptedSocket, startTestServer } from '@mira/test-server'
import { describe, expect, it } from 'vitest'
import { greeting, openSession, received } from './session.test-support.ts'
import type { RealtimeSession } from './session.ts'

interface Log {
  readonly answered: unknown[]
  rejected: number
}

/** A server that rejects a request while a response is in progress; a response ends when `test.finish` arrives. */
function strictServer(log: Log) {
  let count = 0
  return greeting(async (socket: ScriptedSocket) => {
    let active: string | undefined
    const finish = async (status: string): Promise<void> => {
      const id = active
      active = undefined
      await socket.send({ type: 'response.done', response: { id, status, output: [] } })
    }
    for await (const { data } of socket) {
      const event = JSON.parse(String(data))
      if (event.type === 'response.cancel' && active) await finish('cancelled')
      if (event.type === 'test.finish' && active) await finish('completed')
      if (event.type !== 'response.create') continue
      if (active && event.response?.conversation !== 'none') {
        log.rejected += 1
        const code = 'conversation_already_has_active_response'
        await socket.send({ type: 'error', error: { code, event_id: event.event_id ?? null, message: 'busy' } })
        continue
      }
      log.answered.push(event.response?.metadata?.name ?? '')
      count += 1
      if (event.response?.conversation === 'none') continue
      active = `r${count}`
      await socket.send({ type: 'response.created', response: { id: active } })
    }
  })
}

const ask = (session: RealtimeSession, name: string, fields: object = {}): void =>
  session.send({ type: 'response.create', response: { metadata: { name }, ...fields } })

describe('requests for responses', () => {
  it.each([
    { how: 'one after the other', count: 2 },
    { how: 'all at once', count: 5 },
  ])('are all answered, $how', async ({ count }) => {
    const log: Log = { answered: [], rejected: 0 }
    await using server = await startTestServer({ 'WS /v1/realtime': strictServer(log) })
    await using session = await openSession(server.url)
    const names = Array.from({ length: count }, (_, index) => `${index}`)
    for (const name of names) ask(session, name)
    for (const _ of names) {
      await session.waitFor('response.created')
      session.send({ type: 'test.finish' })
    }
    await session.waitFor('response.done')
    expect([...log.answered].sort()).toEqual(names)
  })

  it('wait for the response in progress, and are sent when it is interrupted', async () => {
    const log: Log = { answered: [], rejected: 0 }
    await using server = await startTestServer({ 'WS /v1/realtime': strictServer(log) })
    await using session = await openSession(server.url)
    ask(session, 'one')
    await session.waitFor('response.created')
    ask(session, 'two')
    ask(session, 'beside', { conversation: 'none' })
    await expect.poll(() => log.answered).toEqual(['one', 'beside'])
    session.interrupt()
    ask(session, 'three')
    await session.waitFor('response.created')
    session.send({ type: 'test.finish' })
    await session.waitFor('response.created')
    expect(log).toEqual({ answered: ['one', 'beside', 'two', 'three'], rejected: 0 })
  })

  it('cancel a response that was requested a moment ago', async () => {
    const log: Log = { answered: [], rejected: 0 }
    await using server = await startTestServer({ 'WS /v1/realtime': strictServer(log) })
    await using session = await openSession(server.url)
    ask(session, 'one')
    session.interrupt()
    expect((await session.waitFor('response.done')).response.status).toBe('cancelled')
  })

  it('that the server rejects for another reason are not sent again', async () => {
    await using server = await startTestServer({
      'WS /v1/realtime': {
        inTurn: [
          greeting(async (socket: ScriptedSocket) => {
            await socket.until({ type: 'response.create' })
            await socket.send({ type: 'error', error: { code: 'invalid_value', event_id: 'e1', message: 'no' } })
            await socket.disconnect('reset')
          }),
          greeting(),
        ],
      },
    })
    await using session = await openSession(server.url)
    session.send({ type: 'response.create', event_id: 'e1' })
    await expect.poll(() => [server.requests.length, session.state]).toEqual([2, 'open'])
    session.send({ type: 'input_audio_buffer.clear' })
    await expect
      .poll(() => received(server.sockets[1]).map(({ type }) => type))
      .toEqual(['session.update', 'input_audio_buffer.clear'])
  })
})

describe('after a reconnect', () => {
  it('the lost response is requested again, and the app learns that it starts over', async () => {
    const gate = createGate()
    await using server = await startTestServer({
      'WS /v1/realtime': {
        inTurn: [
          greeting(async (socket: ScriptedSocket) => {
            await socket.until({ type: 'response.create' })
            await socket.send({ type: 'response.created', response: { id: 'r1' } })
            await socket.send({ type: 'response.text.delta', response_id: 'r1', delta: 'On' })
            await gate.arrive()
            await socket.disconnect('reset')
          }),
          greeting(async (socket: ScriptedSocket) => {
            await socket.until({ type: 'response.create' })
            await socket.send({ type: 'response.created', response: { id: 'r2' } })
            await socket.send({ type: 'response.text.delta', response_id: 'r2', delta: 'One' })
            await socket.send({ type: 'response.done', response: { id: 'r2', status: 'completed' } })
          }),
        ],
      },
    })
    await using session = await openSession(server.url)
    let text = ''
    const restarted: unknown[] = []
    session.on('response.text.delta', ({ delta }) => (text += delta))
    session.on('mira.restarted', ({ responseId }) => {
      restarted.push(responseId)
      text = ''
    })
    const begun = session.waitFor('response.text.delta')
    session.sendText('count')
    await Promise.all([begun, gate.reached])
    session.sendText('and more')
    gate.open()
    await session.waitFor('response.done')
    expect([text, restarted]).toEqual(['One', ['r1']])
    // The second question waits for the end of the first response.
    await expect
      .poll(() => received(server.sockets[1]).filter(({ type }) => type === 'response.create'))
      .toHaveLength(2)
  })

  it.each([
    {
      what: 'a response that is done',
      events: [{ type: 'response.done', response: { id: 'r1', status: 'completed' } }],
    },
    { what: 'no response', events: [] },
  ])('nothing starts over after $what', async ({ events }) => {
    await using server = await startTestServer({
      'WS /v1/realtime': {
        inTurn: [
          greeting(async (socket: ScriptedSocket) => {
            if (events.length > 0) await socket.send({ type: 'response.created', response: { id: 'r1' } })
            for (const event of events) await socket.send(event)
            await socket.disconnect('reset')
          }),
          greeting(),
        ],
      },
    })
    await using session = await openSession(server.url)
    const seen: string[] = []
    session.on('*', ({ type }) => seen.push(type))
    await session.waitFor('mira.state', { where: ({ state }) => state === 'reconnecting' })
    await session.waitFor('session.updated')
    expect(seen).not.toContain('mira.restarted')
    expect(received(server.sockets[1]).map(({ type }) => type)).toEqual(['session.update'])
  })
})
