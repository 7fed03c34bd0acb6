import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createApiKeys } from '../accounts/api-keys.ts'
import { createUser } from '../accounts/users.ts'
import { ApiError } from '../api-error.ts'
import { openSqliteStore } from '../store/open-sqlite-store.ts'
import type { Store } from '../store/store.ts'
import { createPrices } from './prices.ts'
import { createUsageWriter } from './usage-writer.ts'
import type { UsageEntry } from './write-usage.ts'

/** Store with users and their keys, which counts its transactions. */
async function openAccounts(users: number, path = ':memory:') {
  const opened = await openSqliteStore(path)
  const counts = { transactions: 0 }
  const store: Store = {
    ...opened,
    transaction(work) {
      counts.transactions += 1
      return opened.transaction(work)
    },
  }
  const apiKeys = createApiKeys(opened, 'secret', Date.now)
  const owners = await Promise.all(
    Array.from({ length: users }, async () => {
      const { id: userId } = await createUser(opened, { name: 'Ada', plan: 'local' }, 1)
      const keys = [await apiKeys.issue(userId, 'a'), await apiKeys.issue(userId, 'b')]
      return { userId, keyIds: keys.map(({ record }) => record.id) }
    }),
  )
  return { store, counts, owners, writer: createUsageWriter(store, createPrices()) }
}

const timedOut = new ApiError(408, 'The request timed out')

/** Request of which some fail in each of the ways in which one can. */
const request = fc.record({
  user: fc.nat(2),
  key: fc.nat(1),
  tokens: fc.nat(1_000_000),
  outcome: fc.constantFrom('completed', 'completed', 'cancelled', 'error'),
  failure: fc.constantFrom('none', 'none', 'none', 'commit', 'prepare', 'cost'),
  isSkipped: fc.boolean(),
})

it('writes each entry exactly once, and none that fails, however they are grouped', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(request, { maxLength: 90 }), { maxLength: 3 }), async (bursts) => {
      const { store, owners, writer } = await openAccounts(3)
      const written: UsageEntry[] = []
      for (const [turn, burst] of bursts.entries()) {
        const results = burst.map(async ({ user, key, tokens, outcome, failure, isSkipped }, index) => {
          const { userId, keyIds } = owners[user]!
          const isCharged = outcome === 'completed'
          const inputTokens = failure === 'cost' && isCharged ? 2 ** 53 : tokens
          const entry: UsageEntry = {
            ...{ id: `${turn}-${index}`, requestId: `${turn}-${index}`, userId, keyId: keyIds[key]! },
            consumed: { model: 'mira', inputTokens, outputTokens: 0 },
            ...{ endpoint: '/v1/chat/completions', outcome, isCharged, at: 1 },
          }
          const isFailing = failure === 'commit' || failure === 'prepare' || (failure === 'cost' && isCharged)
          const fail = () => {
            throw timedOut
          }
          const prepare = failure === 'prepare' ? async () => fail() : isSkipped ? async () => false : undefined
          const isWritten = writer.write(entry, { prepare, commit: failure === 'commit' ? fail : undefined }).then(
            () => true,
            () => false,
          )
          expect(await isWritten).toBe(!isFailing || (isSkipped && failure === 'cost'))
          if ((await isWritten) && !isSkipped) written.push(entry)
        })
        await Promise.all(results)
      }
      for (const { userId, keyIds } of owners) {
        const own = written.filter((entry) => entry.userId === userId)
        const lines = await store.ledger.list(userId, { limit: 1_000, offset: 0 })
        const charged = own.filter(({ isCharged }) => isCharged)
        expect(lines.map(({ requestId }) => requestId).toSorted()).toEqual(charged.map(({ id }) => id).toSorted())
        expect(lines.map(({ sequence }) => sequence).toReversed()).toEqual(lines.map((_, index) => index + 1))
        const records = await store.usage.list(userId, 0)
        const counted = own.filter(({ outcome }) => outcome !== 'error')
        expect(
          records
            .filter(({ outcome }) => outcome !== 'error')
            .map(({ id }) => id)
            .toSorted(),
        ).toEqual(counted.map(({ id }) => id).toSorted())
        for (const keyId of keyIds) {
          const requests = counted.filter((entry) => entry.keyId === keyId).length
          expect((await store.apiKeys.find(keyId))?.totalRequests).toBe(requests)
        }
        const { completed, cancelled, errors } = await store.usage.sum(userId, { from: '1970-01-01', to: '1970-01-01' })
        expect(completed + cancelled + errors).toBe(own.length)
      }
      await store.close()
    }),
    { numRuns: 30 },
  )
})

it.each([
  { entries: 1, transactions: 1 },
  // The first does not wait for others.
  { entries: 16, transactions: 2 },
  { entries: 65, transactions: 2 },
  { entries: 100, transactions: 3 },
])('writes $entries entries of a user in $transactions transactions', async ({ entries, transactions }) => {
  const { store, counts, owners, writer } = await openAccounts(1)
  const { userId, keyIds } = owners[0]!
  const consumed = { model: 'mira', inputTokens: 1, outputTokens: 1 }
  const base = { userId, keyId: keyIds[0]!, requestId: 'r', endpoint: '/', consumed, isCharged: true, at: 1 }
  const writes = Array.from({ length: entries }, (_, index) =>
    writer.write({ ...base, id: `u-${index}`, outcome: 'completed' }),
  )
  await Promise.all(writes)
  expect(counts.transactions).toBe(transactions)
  await store.close()
})

it('resolves only once another process can read the entry', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'mira-usage-'))
  const path = join(directory, 'mira.db')
  const { store, owners, writer } = await openAccounts(1, path)
  const reader = new DatabaseSync(path)
  const countLines = () => reader.prepare('select count(*) as lines from transactions').get()?.lines
  const { userId, keyIds } = owners[0]!
  const consumed = { model: 'mira', inputTokens: 1, outputTokens: 1 }
  const base = { userId, keyId: keyIds[0]!, requestId: 'r', endpoint: '/', consumed, isCharged: true, at: 1 }
  // The second and the third share a transaction.
  const [first, ...others] = [0, 1, 1].map((linesBefore, index) => {
    const commit = () => expect(countLines()).toBe(linesBefore)
    return writer.write({ ...base, id: `u-${index}`, outcome: 'completed' }, { commit })
  })
  await first
  expect(countLines()).toBe(1)
  await Promise.race(others)
  expect(countLines()).toBe(3)
  await Promise.all(others)
  reader.close()
  await store.close()
  await rm(directory, { recursive: true })
})
