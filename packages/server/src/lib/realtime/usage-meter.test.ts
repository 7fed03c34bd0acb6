import { describe, expect, it } from 'vitest'
import { createApiKeys } from '../accounts/api-keys.ts'
import { createUser } from '../accounts/users.ts'
import { createAdmission } from '../billing/admission.ts'
import { createPrices } from '../billing/prices.ts'
import { createUsageWriter } from '../billing/usage-writer.ts'
import { createLimitCounters } from '../limits/limit-counters.ts'
import { silentLogger } from '../logger.ts'
import { openSqliteStore } from '../store/open-sqlite-store.ts'
import { createDurationEngine, createHummingEngine } from '../test-support/audio-engines.test-support.ts'
import { noMediaEngines } from '../test-support/no-media-engines.test-support.ts'
import { appendOf, connectClient } from '../test-support/realtime-client.test-support.ts'
import { startAccountServer } from '../test-support/start-account-server.test-support.ts'
import { createWordChatEngine } from '../test-support/word-chat-engine.test-support.ts'
import { realtimePath } from './realtime-path.ts'
import { UsageMeter } from './usage-meter.ts'

const engines = {
  ...noMediaEngines,
  chat: createWordChatEngine(),
  speech: createHummingEngine(),
  transcription: createDurationEngine(),
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

it('has released the slot of its session when it has ended', async () => {
  const store = await openSqliteStore(':memory:')
  const user = await createUser(store, { name: 'Ada', plan: 'local' }, 0)
  const { record } = await createApiKeys(store, 'secret', Date.now).issue(user.id, 'test')
  const principal = { userId: user.id, keyId: record.id, keyPrefix: record.keyPrefix, user }
  const { signal } = new AbortController()
  let isReleased = false
  const release = async () => {
    await new Promise((resolve) => setImmediate(resolve))
    isReleased = true
  }
  const prices = createPrices()
  const { concurrencySlots, makeMinuteWindow } = createLimitCounters(store, {
    isShared: false,
    logger: silentLogger,
    now: Date.now,
  })
  const makeWindow = makeMinuteWindow('test')
  const admission = createAdmission(store, { prices, concurrencySlots, makeMinuteWindow: makeWindow, now: Date.now })
  const meter = new UsageMeter({
    context: { store, admission, usageWriter: createUsageWriter(store, prices), logger: silentLogger, now: Date.now },
    call: { requestId: 'r', principal, endpoint: realtimePath, signal, isStream: true, idempotencyClaim: undefined },
    admitted: { isCharged: false, heldMicroKopecks: 0, release },
    onFailure: (error) => expect.fail(error.message),
  })
  meter.add(1_000)
  await meter.end()
  expect(isReleased).toBe(true)
  await store.close()
})
