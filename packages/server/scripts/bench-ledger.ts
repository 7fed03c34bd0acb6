// Prints what the ledger costs a request while it grows, on SQLite and on PostgreSQL:
// node --conditions=@mira/source scripts/bench-ledger.ts [--rows=1000,1000000,10000000] [--store=sqlite|postgres]
import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import { createUser } from '../src/lib/accounts/users.ts'
import { charge } from '../src/lib/billing/ledger.ts'
import { readBalance } from '../src/lib/billing/read-balance.ts'
import { readUsage } from '../src/lib/billing/usage-report.ts'
import type { Store, User } from '../src/lib/store/store.ts'
import { type BenchDatabase, openPostgresBench, openSqliteBench } from './bench-databases.ts'

const { values } = parseArgs({ options: { rows: { type: 'string' }, store: { type: 'string' } } })
const levels = (values.rows ?? '1000,10000,100000,1000000').split(',').map(Number)
const samples = 500
const now = Date.UTC(2026, 5, 15)
const consumed = { model: 'mira', inputTokens: 10, outputTokens: 20 }
const columns = ['charge', 'balance', 'balance report', 'usage report', 'newest 50', 'oldest 50', '7-day window']

const kinds = { sqlite: openSqliteBench, postgres: openPostgresBench }
for (const [name, open] of Object.entries(kinds)) {
  if (values.store !== undefined && values.store !== name) continue
  const database = await open()
  if (database === undefined) console.log('There is no PostgreSQL for this platform\n')
  else await bench(database)
}

async function bench(database: BenchDatabase): Promise<void> {
  const { store, name } = database
  const user = await createUser(store, { name: 'bench', plan: 'local' }, now)
  await store.apiKeys.add({
    id: 'key',
    userId: user.id,
    name: 'bench',
    keyHash: 'hash',
    keyPrefix: 'sk-mira-00000000',
    totalRequests: 0,
    totalTokens: 0,
    lastUsedAt: null,
    createdAt: now,
    revokedAt: null,
  })
  console.log(`${name}: median of ${samples}, in microseconds\n`)
  console.log(`      rows${columns.map((column) => column.padStart(column.length + 2)).join('')}`)
  let rows = 0
  for (const level of levels) {
    await database.fill(user.id, level - rows, now - 3_600_000)
    const costs = await measureLevel(store, user, level)
    console.log(
      String(level).padStart(10) + costs.map((cost, at) => cost.toFixed(0).padStart(columns[at]!.length + 2)).join(''),
    )
    rows = level + samples
  }
  console.log()
  await database.close()
}

async function measureLevel(store: Store, user: User, level: number): Promise<number[]> {
  const page = (offset: number) => store.ledger.list(user.id, { limit: 50, offset })
  return [
    await measure(() => recordCharge(store, user)),
    await measure(() => store.ledger.balance(user.id)),
    await measure(() => readBalance(store, user.id, now)),
    await measure(() => readUsage(store, user, { at: now })),
    await measure(() => page(0)),
    await measure(() => page(level - 50)),
    await measure(() => store.usage.count(user.id, { since: now - 7 * 24 * 3_600_000, max: 10_000 })),
  ]
}

/** The writes of one request, as the server makes them. */
function recordCharge(keeper: Store, { id: userId }: User): Promise<void> {
  return keeper.transaction(async (inner) => {
    const request = { requestId: 'r', consumed, costMicroKopecks: 350_000, at: now }
    const [chargedKopecks = 0] = await charge(inner, userId, [request])
    const { model, inputTokens, outputTokens } = consumed
    await inner.usage.add({
      id: randomUUID(),
      userId,
      keyId: 'key',
      requestId: 'r',
      endpoint: '/v1/chat/completions',
      model,
      inputTokens,
      outputTokens,
      outcome: 'completed',
      costMicroKopecks: 350_000,
      chargedKopecks,
      createdAt: now,
    })
    await inner.apiKeys.count('key', { requests: 1, tokens: 30, at: now })
  })
}

async function measure(work: () => Promise<unknown>, count = samples): Promise<number> {
  const times: number[] = []
  for (let index = 0; index < count; index++) {
    const startedAt = performance.now()
    await work()
    times.push((performance.now() - startedAt) * 1_000)
  }
  return times.sort((left, right) => left - right)[Math.floor(count / 2)]!
}
