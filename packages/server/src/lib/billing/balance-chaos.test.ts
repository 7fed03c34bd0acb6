import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createApiKeys, generateApiKey } from '../accounts/api-keys.ts'
import { createUser, topUp } from '../accounts/users.ts'
import { openStore } from '../store/open-store.ts'
import type { Store } from '../store/store.ts'
import {
  clockStepMs,
  type KillableServer,
  type ServerLocation,
  startKillableServer,
} from '../test-support/killable-server.test-support.ts'
import { usePostgres } from '../test-support/postgres.test-support.ts'
import { appendOf, connectClient } from '../test-support/realtime-client.test-support.ts'

/** Number of random requests; set MIRA_BALANCE_OPERATIONS=5000 for a long run. */
const operationCount = Number(process.env.MIRA_BALANCE_OPERATIONS ?? 120)
const clientCount = 12
const killCount = 3
const keysPerUser = 3
const balancesKopecks = [40, 700, 3_000]
const secret = 'x'.repeat(32)

interface User {
  readonly userId: string
  readonly balanceKopecks: number
  readonly keys: readonly string[]
}

const kinds = ['whole', 'stream', 'leave', 'fail', 'embed', 'video', 'music', 'cancel', 'answer', 'talk'] as const
const operation = fc.record({
  kind: fc.constantFrom(...kinds),
  user: fc.nat(balancesKopecks.length - 1),
  key: fc.nat(keysPerUser - 1),
  size: fc.integer({ min: 1, max: 30 }),
})
type Operation = typeof operation extends fc.Arbitrary<infer Value> ? Value : never

/** Outcomes that clients observed. */
class Knowledge {
  /** Ids of requests that were answered completely, and of those that were refused or failed. */
  readonly succeeded = new Set<string>()
  readonly failed = new Set<string>()
  readonly statuses = new Map<number, number>()
  lost = 0

  async note(answer: Response, end = ''): Promise<void> {
    this.statuses.set(answer.status, (this.statuses.get(answer.status) ?? 0) + 1)
    const text = await answer.text()
    const requests = answer.ok && text.includes(end) ? this.succeeded : this.failed
    requests.add(answer.headers.get('x-request-id')!)
  }
}

const words = (count: number) => Array.from({ length: count }, (_, index) => `w${index}`).join(' ')

/** Sends a request and records its outcome; a crash of the server is expected. */
async function perform(server: KillableServer, key: string, what: Operation, known: Knowledge): Promise<void> {
  const send = async (path: string, body: object, init: RequestInit = {}) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    return fetch((await server.url()) + path, { method: 'POST', headers, body: JSON.stringify(body), ...init })
  }
  const ask = (content: string, fields = {}, init = {}) =>
    send(
      '/v1/chat/completions',
      { model: 'mira', max_tokens: 40, messages: [{ role: 'user', content }], ...fields },
      init,
    )
  const { kind, size } = what
  switch (kind) {
    case 'whole':
      return known.note(await ask(words(size)))
    case 'stream':
      return known.note(await ask(words(size), { stream: true }), '[DONE]')
    case 'leave':
      await ask(`wait ${words(size)}`, { stream: true }, { signal: AbortSignal.timeout(20 * size) })
      return
    case 'fail':
      return known.note(await ask('fail-late'))
    case 'embed':
      return known.note(await send('/v1/embeddings', { model: 'mira-embed', input: words(size) }))
    case 'answer':
      return converse(await server.url(), key, [{ type: 'response.create', response: { input: [say(words(size))] } }])
    case 'talk':
      return converse(
        await server.url(),
        key,
        Array.from({ length: size + 4 }, () => appendOf(1_000)),
      )
    default:
      return startJob(send, what, known)
  }
}

const say = (text: string) => ({ type: 'message', role: 'user', content: [{ type: 'input_text', text }] })

/** Starts a job, and cancels it if that is the operation. A job is charged when it succeeds. */
async function startJob(
  send: (path: string, body: object) => Promise<Response>,
  { kind, size }: Operation,
  known: Knowledge,
): Promise<void> {
  const isVideo = kind === 'video'
  const body = isVideo ? { prompt: 'A cat', duration_seconds: 5 } : { prompt: 'Rain', duration_seconds: size }
  const answer = await send(isVideo ? '/v1/video/generate' : '/v1/audio/music', body)
  if (answer.status !== 202) return known.note(answer)
  const { id } = (await answer.json()) as { id: string }
  if (kind === 'cancel') await (await send(`/v1/audio/music/${id}/cancel`, {})).text()
}

/** Sends events to a session until it is closed, has answered, or has taken them all. */
async function converse(url: string, apiKey: string, events: readonly object[]): Promise<void> {
  const client = await connectClient({ url, apiKey }, { handshakeTimeout: 5_000 }).catch((error) => {
    if (error.status === undefined) throw new TypeError('lost', { cause: error })
  })
  if (client === undefined) return
  client.send({ type: 'session.update', session: { modalities: ['text'], turn_detection: null } })
  for (const event of events) client.send(event)
  client.send({ type: 'session.update', session: {} })
  const done = async () => {
    await client.next('session.updated')
    await client.next('session.updated')
    if (events.length === 1) await Promise.race([client.next('response.done'), client.next('error')])
  }
  await Promise.race([done(), client.closed])
  client.socket.terminate()
}

/** One request of each outcome, whichever the random ones have: answered, failed, and refused for lack of money. */
const certain: readonly Operation[] = [
  { kind: 'whole', user: 2, key: 0, size: 1 },
  { kind: 'fail', user: 2, key: 0, size: 1 },
  { kind: 'video', user: 0, key: 0, size: 1 },
]

/** Sends all requests, with several clients, and kills the server repeatedly. */
async function runClients(server: KillableServer, users: readonly User[], known: Knowledge): Promise<void> {
  const operations = fc.sample(operation, { numRuns: operationCount, seed })
  let started = 0
  let kills: Promise<unknown> = Promise.resolve()
  const killEvery = Math.floor(operations.length / (killCount + 1))
  const clients = Array.from({ length: clientCount }, async () => {
    for (let what = operations[started++]; what !== undefined; what = operations[started++]) {
      if (started % killEvery === 0 && started / killEvery <= killCount) {
        kills = kills.then(() => server.killAndRestart())
      }
      await perform(server, users[what.user]!.keys[what.key]!, what, known).catch((error: unknown) => {
        if (!(error instanceof TypeError || error instanceof DOMException)) throw error
        known.lost += 1
      })
    }
  })
  await Promise.all(clients)
  await kills
}

async function createUsers(store: Store): Promise<User[]> {
  return Promise.all(
    balancesKopecks.map(async (balanceKopecks, index) => {
      const { id: userId } = await createUser(store, { name: `user ${index}`, plan: 'enterprise' }, Date.now())
      await topUp(store, { userId, amountKopecks: balanceKopecks, paymentMethod: 'card' }, Date.now())
      const apiKeys = createApiKeys(store, secret, Date.now)
      const keys = Array.from({ length: keysPerUser }, () => apiKeys.issue(userId, 'test'))
      return { userId, balanceKopecks, keys: (await Promise.all(keys)).map((key) => key.secret) }
    }),
  )
}

/** Checks that a balance was overdrawn by one request of unknown cost at most, and that nothing is held any more. */
async function checkAccount(store: Store, { userId, balanceKopecks }: User, known: Knowledge): Promise<void> {
  const records = await store.usage.list(userId, 0)
  const lines = await store.ledger.list(userId, { limit: 1_000_000, offset: 0 })
  const balance = await store.ledger.balance(userId)
  expect(lines.reduce((sum, { amountKopecks }) => sum + amountKopecks, 0)).toBe(balance)
  const highest = (model: string) => {
    // A session is charged in installments.
    const charges = new Map<string, number>()
    for (const { model: used, requestId, chargedKopecks } of records) {
      if (used === model) charges.set(requestId, (charges.get(requestId) ?? 0) + chargedKopecks)
    }
    return Math.max(0, ...charges.values())
  }
  // A session and the response in it may overdraw together.
  expect(balance).toBeGreaterThan(0 - highest('mira') - highest('mira-realtime') - 1)
  expect(balance).toBeLessThanOrEqual(balanceKopecks)
  expect(await store.jobs.sumHeld(userId)).toBe(0n)
  expect(await store.limits.totalSlots(userId, Date.now() + killCount * clockStepMs)).toEqual([])
  const charged = new Set(lines.map(({ requestId }) => requestId))
  const ofUser = new Set(records.map(({ requestId }) => requestId))
  for (const id of known.succeeded) if (ofUser.has(id)) expect([id, charged.has(id)]).toEqual([id, true])
  for (const id of known.failed) expect([id, charged.has(id)]).toEqual([id, false])
}

const postgres = await usePostgres()
const places: [name: string, databaseUrl: () => Promise<string | undefined>][] = [['SQLite', async () => undefined]]
if (postgres !== undefined) places.push(['PostgreSQL', () => postgres.createDatabase()])

const seed = Number(process.env.MIRA_LEDGER_SEED ?? Date.now() % 2 ** 31)
const story = `${operationCount} requests of several keys, and ${killCount} kills (seed ${seed})`
const timeout = 60_000 + operationCount * 200

it.each(places)(`overdraws no balance in %s through ${story}`, { timeout }, async (_, findUrl) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'mira-balance-'))
  const place: ServerLocation = { dataDir, databaseUrl: await findUrl(), secret }
  const store = await openStore(place.databaseUrl, join(dataDir, 'mira.db'))
  const users = await createUsers(store)
  const known = new Knowledge()
  await using server = startKillableServer(place, generateApiKey(), 'mixed')
  for (const what of certain) await perform(server, users[what.user]!.keys[what.key]!, what, known)
  expect([...known.statuses.keys()]).toEqual([200, 502, 402])
  await runClients(server, users, known)
  const countOpen = async () =>
    (await Promise.all(users.map(({ userId }) => store.jobs.countOpen({ userId })))).reduce((sum, open) => sum + open)
  await expect.poll(countOpen, { interval: 100 }).toBe(0)
  await server.stop()
  for (const user of users) await checkAccount(store, user, known)
  expect(known.lost).toBeGreaterThan(0)
  await store.close()
  await rm(dataDir, { recursive: true })
})
