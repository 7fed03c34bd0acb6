import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { generateApiKey } from '../accounts/api-keys.ts'
import { ownerId } from '../accounts/owner.ts'
import { startingBonusKopecks } from '../accounts/users.ts'
import { openStore } from '../store/open-store.ts'
import {
  type KillableServer,
  type ServerLocation,
  startKillableServer,
} from '../test-support/killable-server.test-support.ts'
import { usePostgres } from '../test-support/postgres.test-support.ts'

/** Number of random requests; set MIRA_LEDGER_OPERATIONS=10000 for a long run. */
const operationCount = Number(process.env.MIRA_LEDGER_OPERATIONS ?? 350)
const clientCount = 8
const killCount = 4
const keyCount = Math.ceil(operationCount / 10)
/** Minimum words of a request with an idempotency key; its number of words is unique. */
const firstKeyWords = 40

const chat = '/v1/chat/completions'
const words = (count: number) => Array.from({ length: count }, (_, index) => `w${index}`).join(' ')
const ask = (content: string, fields = {}) => ({ model: 'mira', messages: [{ role: 'user', content }], ...fields })

type Operation =
  | { readonly kind: 'whole' | 'stream' | 'embed' | 'cancel' | 'leave'; readonly words: number }
  | { readonly kind: 'fail'; readonly how: string; readonly isStream: boolean }
  | { readonly kind: 'keyed'; readonly key: number }

const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('whole', 'stream', 'embed', 'cancel', 'leave'),
    words: fc.integer({ min: 1, max: 30 }),
  }),
  fc.record({
    kind: fc.constant('fail'),
    how: fc.constantFrom('be-broken', 'fail-late', 'be-unavailable', 'be-refused', 'unknown-model'),
    isStream: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('keyed'), key: fc.nat(keyCount - 1) }),
)

/** Outcomes that clients observed, by request id or number of the idempotency key. */
class Knowledge {
  /** Completed: charged once. */
  readonly succeeded = new Set<string>()
  /** Rejected or failed: not charged. */
  readonly failed = new Set<string>()
  readonly succeededKeys = new Set<number>()
  lost = 0
}

async function send(server: KillableServer, key: string, path: string, body: unknown, init: RequestInit = {}) {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...init.headers }
  return fetch((await server.url()) + path, { ...init, method: 'POST', headers, body: JSON.stringify(body) })
}

/** Sends a request and records its outcome; a crash of the server is expected. */
async function perform(server: KillableServer, key: string, what: Operation, known: Knowledge): Promise<void> {
  try {
    switch (what.kind) {
      case 'whole':
        return await note(known, await send(server, key, chat, ask(words(what.words))))
      case 'embed':
        return await note(
          known,
          await send(server, key, '/v1/embeddings', { model: 'mira-embed', input: words(what.words) }),
        )
      case 'stream':
        return await note(known, await send(server, key, chat, ask(words(what.words), { stream: true })), '[DONE]')
      case 'cancel':
        return await cancel(await send(server, key, chat, ask(`wait ${words(what.words)}`, { stream: true })))
      case 'leave':
        await send(server, key, chat, ask(words(what.words)), { signal: AbortSignal.timeout(what.words % 4) })
        return
      case 'fail': {
        const model = what.how === 'unknown-model' ? what.how : 'mira'
        return await note(
          known,
          await send(server, key, chat, ask(what.how, { model, stream: what.isStream })),
          '[DONE]',
        )
      }
      case 'keyed':
        return await sendKeyed(server, key, what.key, known)
    }
  } catch (error) {
    if (!isLost(error)) throw error
    known.lost += 1
  }
}

/** Returns whether a request was aborted, by its client or by a crash of the server. */
function isLost(error: unknown): boolean {
  return error instanceof TypeError || (error instanceof DOMException && error.name === 'TimeoutError')
}

/** @param end - Text that a successful stream contains. */
async function note(known: Knowledge, answer: Response, end = ''): Promise<void> {
  const text = await answer.text()
  const isStream = answer.headers.get('content-type')?.startsWith('text/event-stream') === true
  const hasSucceeded = answer.ok && (!isStream || text.includes(end))
  const requests = hasSucceeded ? known.succeeded : known.failed
  requests.add(answer.headers.get('x-request-id')!)
}

async function cancel(answer: Response): Promise<void> {
  let text = ''
  for await (const bytes of answer.body!) {
    text += Buffer.from(bytes).toString()
    if (text.includes(' said:')) return
  }
}

/** Repeats a request with its idempotency key until it succeeds, even if the server crashes meanwhile. */
async function sendKeyed(server: KillableServer, key: string, number: number, known: Knowledge): Promise<void> {
  const body = ask(words(firstKeyWords + number))
  const init = { headers: { 'idempotency-key': `order-${number}` } }
  for (;;) {
    try {
      const answer = await send(server, key, chat, body, init)
      await answer.text()
      // The previous run may not have noticed yet that its client has disconnected, or a busy machine took too long.
      if (answer.status === 409 || answer.status === 408) continue
      expect(answer.status).toBe(200)
      known.succeededKeys.add(number)
      return
    } catch (error) {
      if (!isLost(error)) throw error
      known.lost += 1
    }
  }
}

/** Sends all requests, with several clients, and kills the server repeatedly. */
async function runClients(server: KillableServer, key: string, operations: readonly Operation[], known: Knowledge) {
  let started = 0
  let kills: Promise<unknown> = Promise.resolve()
  const killEvery = Math.floor(operations.length / (killCount + 1))
  const clients = Array.from({ length: clientCount }, async () => {
    for (let what = operations[started++]; what !== undefined; what = operations[started++]) {
      if (started % killEvery === 0 && started / killEvery <= killCount) {
        kills = kills.then(() => server.killAndRestart())
      }
      await perform(server, key, what, known)
    }
  })
  await Promise.all(clients)
  await kills
  // Canceled requests that are still open are settled when the server stops.
  await server.stop()
}

/** Reads the final state of the account, from the store and from a server on it. */
async function readBooks(server: KillableServer, key: string, place: ServerLocation) {
  const get = async (path: string) =>
    (await fetch((await server.url()) + path, { headers: { authorization: `Bearer ${key}` } })).json()
  await server.killAndRestart()
  const { range } = await get('/v1/usage?start=2000-01-01&end=2999-12-31&group_by=model')
  const { balance_kopecks: balance } = await get('/v1/billing/balance')
  await server.stop()
  const store = await openStore(place.databaseUrl, join(dataDir, 'mira.db'))
  const records = await store.usage.list(ownerId, 0)
  const lines = (await store.ledger.list(ownerId, { limit: 1_000_000, offset: 0 })).toReversed()
  await store.close()
  return { balance, reported: range.total, records, lines, charges: lines.filter(({ type }) => type === 'charge') }
}

type Books = Awaited<ReturnType<typeof readBooks>>

/** Checks that the ledger is a chain without gaps and that its last balance is the sum of its lines. */
function checkChain({ lines, balance }: Books): void {
  let sum = 0
  for (const [index, line] of lines.entries()) {
    sum += line.amountKopecks
    expect([line.sequence, line.balanceAfterKopecks]).toEqual([index + 1, sum])
  }
  expect(balance).toBe(sum)
}

/** Checks that ledger, usage records and usage report agree to a millionth of a kopeck. */
function checkSums({ balance, reported, records, lines, charges }: Books): void {
  const charged = charges.reduce((total, { amountKopecks }) => total - amountKopecks, 0)
  const cost = records.reduce((total, { costMicroKopecks }) => total + BigInt(costMicroKopecks), 0n)
  const tokens = records.reduce((total, { inputTokens, outputTokens }) => total + inputTokens + outputTokens, 0)
  expect(balance).toBe(startingBonusKopecks - charged)
  expect(BigInt(charged) * 1_000_000n + BigInt(lines.at(-1)!.remainderAfterMicroKopecks)).toBe(cost)
  expect(reported).toMatchObject({
    total_requests: records.length,
    total_tokens: tokens,
    total_cost_microcents: Number(cost / 100n),
  })
}

/** Checks that each charge belongs to one request with usage, and that failures and repetitions have none. */
function checkCharges({ records, charges }: Books, known: Knowledge): void {
  const paid = records.filter(({ costMicroKopecks }) => costMicroKopecks > 0)
  const requestIds = (items: readonly { requestId: string | null }[]) => items.map(({ requestId }) => requestId).sort()
  expect(requestIds(charges)).toEqual(requestIds(paid))
  const charged = new Set(requestIds(charges))
  expect(charged.size).toBe(charges.length)
  for (const id of known.succeeded) expect([id, charged.has(id)]).toEqual([id, true])
  for (const id of known.failed) expect([id, charged.has(id)]).toEqual([id, false])
  expect(paid.filter(({ outcome }) => outcome === 'error')).toEqual([])
  for (const number of known.succeededKeys) {
    const ofKey = charges.filter(({ inputTokens }) => inputTokens === firstKeyWords + number)
    expect([number, ofKey.length]).toEqual([number, 1])
  }
}

const postgres = await usePostgres()
const dataDir = await mkdtemp(join(tmpdir(), 'mira-chaos-'))
afterAll(() => rm(dataDir, { recursive: true }))

const places: [name: string, find: () => Promise<ServerLocation>][] = [['SQLite', async () => ({ dataDir })]]
if (postgres !== undefined) {
  places.push(['PostgreSQL', async () => ({ databaseUrl: await postgres.createDatabase(), secret: 'x'.repeat(32) })])
}

const seed = Number(process.env.MIRA_LEDGER_SEED ?? Date.now() % 2 ** 31)
const story = `${operationCount} requests, ${clientCount} at once, and ${killCount} kills (seed ${seed})`
const timeLimitMs = 60_000 + operationCount * 100

it.each(places)(`keeps an exact ledger in %s through ${story}`, { timeout: timeLimitMs }, async (_, findPlace) => {
  const place = await findPlace()
  const key = generateApiKey()
  const known = new Knowledge()
  await using server = startKillableServer(place, key)
  await runClients(server, key, fc.sample(operation, { numRuns: operationCount, seed }), known)
  const books = await readBooks(server, key, place)
  checkChain(books)
  checkSums(books)
  checkCharges(books, known)
  // Every kind of outcome has occurred.
  expect(Math.min(known.lost, known.failed.size, known.succeeded.size, known.succeededKeys.size)).toBeGreaterThan(0)
  expect(books.records.some(({ outcome }) => outcome === 'cancelled')).toBe(true)
})
