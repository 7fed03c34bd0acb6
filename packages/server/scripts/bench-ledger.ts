// Prints what the ledger costs a request while it grows: node --conditions=@mira/source scripts/bench-ledger.ts
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { readBalance } from '../src/lib/services/billing.ts'
import { charge } from '../src/lib/services/ledger.ts'
import { readUsage } from '../src/lib/services/usage-report.ts'
import { createUser } from '../src/lib/services/users.ts'
import { openSqliteStore } from '../src/lib/store/open-sqlite-store.ts'
import type { Store, User } from '../src/lib/store/store.ts'

const levels = [1_000, 10_000, 100_000, 1_000_000]
const samples = 500
const now = Date.UTC(2026, 5, 15)
const consumed = { model: 'mira', inputTokens: 10, outputTokens: 20 }

const directory = await mkdtemp(join(tmpdir(), 'mira-bench-'))
const path = join(directory, 'mira.db')
const store = await openSqliteStore(path)
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
console.log(`median of ${samples}, in microseconds (SQLite in a file)\n`)
console.log('    rows   charge  balance  balance report  usage report  newest 50  oldest 50  7-day window')
let rows = 0
for (const level of levels) {
  fill(level - rows)
  console.log(await measureLevel(level))
  rows = level + samples
}
await store.close()
await rm(directory, { recursive: true })

async function measureLevel(level: number): Promise<string> {
  const page = (offset: number) => store.ledger.list(user.id, { limit: 50, offset })
  const costs = [
    await measure(() => recordCharge(store, user)),
    await measure(() => store.ledger.balance(user.id)),
    await measure(() => readBalance(store, user.id, now)),
    await measure(() => readUsage(store, user, { at: now })),
    await measure(() => page(0)),
    await measure(() => page(level - 50)),
    await measure(() => store.usage.count(user.id, { since: now - 7 * 24 * 3_600_000, most: 10_000 })),
  ]
  const widths = [9, 9, 16, 14, 11, 11, 14]
  return String(level).padStart(8) + costs.map((cost, column) => cost.toFixed(0).padStart(widths[column]!)).join('')
}

/** The writes of one request, as the server makes them. */
function recordCharge(keeper: Store, { id: userId }: User): Promise<void> {
  return keeper.transaction(async (inner) => {
    const request = { userId, requestId: 'r', consumed, costMicroKopecks: 350_000, at: now }
    const chargedKopecks = await charge(inner, request)
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

/** Adds charges and usage records of the past without going through the store, which would take minutes. */
function fill(count: number): void {
  using database = new DatabaseSync(path)
  const last = database.prepare('select ledger_sequence as last from users where id = ?').get(user.id)!.last as number
  database.exec('begin')
  const numbers = `with recursive n(i) as (select ${last + 1} union all select i + 1 from n where i < ${last + count})`
  database.exec(`${numbers} insert into transactions (user_id, sequence, id, type, amount_kopecks,
    balance_after_kopecks, remainder_after_micro_kopecks, created_at)
    select '${user.id}', i, 't-' || i, 'charge', -1, -i, 0, ${now - 3_600_000} from n`)
  database.exec(`${numbers} insert into usage_records (id, user_id, key_id, request_id, endpoint, model, input_tokens,
    output_tokens, outcome, cost_micro_kopecks, charged_kopecks, created_at)
    select 'u-' || i, '${user.id}', 'key', 'r', '/v1/chat/completions', 'mira', 1, 1, 'completed', 1000000, 1,
    ${now - 3_600_000} from n`)
  database.prepare('update users set ledger_sequence = ? where id = ?').run(last + count, user.id)
  database.exec('commit')
}
