import { expect, it } from 'vitest'
import { compareLedgers } from './meter-ledger.ts'

const seed = Number(process.env.MIRA_TEST_SEED ?? Date.now() % 1_000_000)

it(`adds up to the ledger of the server to the kopeck, after retries, aborts and faults (seed ${seed})`, {
  timeout: 300_000,
}, async () => {
  const report = await compareLedgers({ operations: 300, seed })
  const { calls, compared, differing, reconciliation, meteredKopecks, ledgerKopecks, isSumOfScopes } = report
  expect(differing).toEqual([])
  expect(compared).toBeGreaterThan(100)
  expect(calls.some(({ status }) => status === 'unknown')).toBe(true)
  expect(reconciliation.unknown).toEqual([])
  expect(meteredKopecks).toBe(ledgerKopecks)
  expect(ledgerKopecks).toBeGreaterThan(0n)
  expect(isSumOfScopes).toBe(true)
})
