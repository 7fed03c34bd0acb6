import { describe, expect, it } from 'vitest'
import { noMediaEngines } from '../test-support/no-media-engines.test-support.ts'
import { appendOf, connectClient } from '../test-support/realtime-client.test-support.ts'
import { createHummingEngine, createLengthEngine } from '../test-support/sound-engines.test-support.ts'
import { startAccountServer } from '../test-support/start-account-server.test-support.ts'
import { createWordChatEngine } from '../test-support/word-chat-engine.test-support.ts'

const engines = {
  ...noMediaEngines,
  chat: createWordChatEngine(),
  speech: createHummingEngine(),
  transcription: createLengthEngine(),
}

describe('the price of a session', () => {
  it('is charged while it goes on, and ends it with 4402 when the balance is used up', async () => {
    await using server = await startAccountServer({ plan: 'pro', balanceKopecks: 500, engines })
    using client = await connectClient({ url: server.url, apiKey: server.key })
    // 31 seconds at 20 kopecks.
    for (let count = 0; count < 31; count++) client.send(appendOf(1_000))
    expect((await client.closed).code).toBe(4402)
    expect((await client.next('error')).error).toMatchObject({
      type: 'insufficient_quota',
      code: 'insufficient_balance',
    })
    await expect(connectClient({ url: server.url, apiKey: server.key })).rejects.toMatchObject({ status: 402 })
    const charges = (await server.ledger()).filter(({ type }) => type === 'charge')
    expect(charges[0]).toMatchObject({ model: 'mira-realtime', amountKopecks: -600 })
  })

  it('is charged to the end when its client breaks off', async () => {
    await using server = await startAccountServer({ plan: 'pro', balanceKopecks: 10_000, engines })
    using client = await connectClient({ url: server.url, apiKey: server.key })
    for (let count = 0; count < 3; count++) client.send(appendOf(1_000))
    client.send({ type: 'session.update', session: {} })
    await client.next('session.updated')
    client.socket.terminate()
    const charged = async () => (await server.ledger()).filter(({ type }) => type === 'charge')
    await expect.poll(charged).toMatchObject([{ amountKopecks: -60 }])
  })
})
