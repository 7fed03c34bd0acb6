import { createClient } from '@mira/core'
import { connectRealtime } from '@mira/realtime'
import { createGate, type ScriptedSocket, startTestServer } from '@mira/test-server'
import { expect, it } from 'vitest'

const connect = (baseUrl: string) =>
  connectRealtime(createClient({ baseUrl }), {}, { heartbeat: false, reconnect: { baseDelayMs: 1, maxAttempts: 2 } })

/** A script that sends the greeting and answers the settings first. */
const greeting =
  (then: (socket: ScriptedSocket) => unknown) =>
  async (socket: ScriptedSocket): Promise<void> => {
    await socket.send({ type: 'session.created', session: {} })
    await socket.expect({ type: 'session.update' })
    await socket.send({ type: 'session.updated', session: {} })
    await then(socket)
  }

it('events that come before anybody listens wait for the first who does', async () => {
  const sent = createGate()
  await using server = await startTestServer({
    'WS /v1/realtime': greeting(async (socket) => {
      await socket.send({ type: 'response.text.delta', delta: 'early' })
      await socket.send({ type: 'response.done', response: { id: 'r1', status: 'completed' } })
      sent.open()
    }),
  })
  await using session = await connect(server.url)
  await sent
  const types: string[] = []
  for await (const event of session) {
    types.push(event.type)
    if (event.type === 'response.done') break
  }
  expect(types).toEqual(expect.arrayContaining(['session.created', 'session.updated', 'response.text.delta']))
})

it.each([
  { story: '200 items', texts: Array.from({ length: 300 }, (_, index) => `item ${index}`), most: 200 },
  { story: '256 Ki characters', texts: Array.from({ length: 20 }, () => 'x'.repeat(65_536)), most: 4 },
])('the next connection is told $story at most, the latest', async ({ texts, most }) => {
  await using server = await startTestServer({
    'WS /v1/realtime': {
      inTurn: [
        greeting(async (socket) => {
          for (const _ of texts) await socket.until({ type: 'response.create' })
          socket.disconnect('reset')
        }),
        greeting((socket) => socket.until({ type: 'response.create' })),
      ],
    },
  })
  await using session = await connect(server.url)
  for (const text of texts) session.sendText(text)
  await server.nextSocket()
  const { messages } = await server.nextSocket()
  await expect.poll(() => String(messages.at(-1)?.data)).toContain('response.create')
  const told = messages.map(({ data }) => JSON.parse(String(data))).filter(({ item }) => item !== undefined)
  expect(told.length).toBeGreaterThan(0)
  expect(told.length).toBeLessThanOrEqual(most)
  expect(told.at(-1).item.content[0].text).toBe(texts.at(-1))
})

it('a loop throws the error that ends the session, and closed only reports it', async () => {
  await using server = await startTestServer({
    'WS /v1/realtime': { inTurn: [greeting((socket) => socket.disconnect('drop')), { refuse: { status: 401 } }] },
  })
  const session = await connect(server.url)
  const outcome = await (async () => {
    for await (const _ of session);
  })().catch((error) => error)
  expect(outcome).toMatchObject({ code: 'unauthorized' })
  expect((await session.closed).error).toBe(outcome)
})
