import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createApiKeys, generateApiKey } from '../accounts/api-keys.ts'
import { createUser, topUp } from '../accounts/users.ts'
import { openStore } from '../store/open-store.ts'
import { clockStepMs, startKillableServer } from '../test-support/killable-server.test-support.ts'
import { usePostgres } from '../test-support/postgres.test-support.ts'
import { readEvents } from '../test-support/read-events.test-support.ts'

const secret = 'x'.repeat(32)
const path = '/v1/responses'

const postgres = await usePostgres()
const places: [name: string, databaseUrl: () => Promise<string | undefined>][] = [['SQLite', async () => undefined]]
if (postgres !== undefined) places.push(['PostgreSQL', () => postgres.createDatabase()])

it.each(places)(
  'a killed server leaves neither charge nor hold of its background response in %s',
  async (_, findUrl) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'mira-background-'))
    const place = { dataDir, databaseUrl: await findUrl(), secret }
    const store = await openStore(place.databaseUrl, join(dataDir, 'mira.db'))
    const { id: userId } = await createUser(store, { name: 'Ada', plan: 'max' }, Date.now())
    await topUp(store, { userId, amountKopecks: 1_000, paymentMethod: 'card' }, Date.now())
    const key = await createApiKeys(store, secret, Date.now).issue(userId, 'test')
    await using server = startKillableServer(place, generateApiKey(), 'mixed')
    const headers = { authorization: `Bearer ${key.secret}`, 'content-type': 'application/json' }
    const call = async (method: string, suffix: string, body?: object) =>
      fetch((await server.url()) + path + suffix, {
        method,
        headers,
        body: body === undefined ? null : JSON.stringify(body),
      })

    const request = { model: 'mira', input: 'wait here', background: true }
    const { id } = await (await call('POST', '', request)).json()
    // The events of its first second are stored, the others are lost.
    await expect.poll(async () => (await store.responses.listEvents(id, -1)).length).toBe(1)
    await server.killAndRestart()
    expect(await (await call('GET', `/${id}`)).json()).toMatchObject({
      status: 'failed',
      error: { code: 'server_error' },
    })
    const events = (await readEvents(await call('GET', `/${id}?stream=true`))).map(({ data }) => JSON.parse(data))
    expect(events.map(({ sequence_number }) => sequence_number)).toEqual(events.map((_event, index) => index))
    expect([events[0].type, events.at(-1).type]).toEqual(['response.created', 'response.failed'])

    expect(await store.ledger.balance(userId)).toBe(1_000)
    // The slot of the stream that was just read is released once its connection has ended.
    await expect.poll(() => store.limits.totalSlots(userId, Date.now() + clockStepMs)).toEqual([])
    const next = await (await call('POST', '', { ...request, input: 'one' })).json()
    await expect.poll(async () => (await (await call('GET', `/${next.id}`)).json()).status).toBe('completed')
    await server.stop()
    expect(await store.ledger.balance(userId)).toBeLessThan(1_000)
    await store.close()
    await rm(dataDir, { recursive: true })
  },
)
