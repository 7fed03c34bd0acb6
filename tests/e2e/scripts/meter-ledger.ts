// Runs random operations in scopes of a meter, with retries, aborts, tools, jobs, sessions and faults, and compares the sums with the
// server's ledger. Run it with
// `node --conditions=@mira/source tests/e2e/scripts/meter-ledger.ts [--operations=10000] [--seed=N]`.
import { parseArgs } from 'node:util'
import { compareLedgers } from '../meter-ledger.ts'

const { values } = parseArgs({ options: { operations: { type: 'string' }, seed: { type: 'string' } } })
const operations = Number(values.operations ?? 10_000)
const seed = Number(values.seed ?? Date.now() % 1_000_000)

console.log(`${operations} operations with seed ${seed}`)
const startedAt = performance.now()
const report = await compareLedgers({ operations, seed })
const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1)

const { calls, reconciliation, differing, ledgerKopecks, meteredKopecks } = report
const countBy = (names: readonly (string | undefined)[]) =>
  [...new Set(names)].map((name) => `${name} ${names.filter((other) => other === name).length}`)
console.log(`${calls.length} records in ${seconds} s: ${countBy(calls.map(({ status }) => status)).join(', ')}`)
console.log(
  `Unknown because of: ${countBy(calls.filter(({ status }) => status === 'unknown').map(({ reason }) => reason)).join(', ')}`,
)
console.log(`${report.books.charges.length} charges in the ledger: ${ledgerKopecks} kopecks`)
console.log(`Known before reconciliation: ${report.before / 10n ** 12n} kopecks; after it: ${meteredKopecks} kopecks`)
console.log(`${report.compared} exact costs compared by request id, ${differing.length} differ`)
for (const line of differing.slice(0, 20)) console.log(`  ${line}`)
console.log(
  `${reconciliation.matched} matched, ${reconciliation.unmatched.length} charges without a call, ${reconciliation.corrected.length} corrected`,
)
for (const { operation, requestId, before, after } of reconciliation.corrected.slice(0, 20))
  console.log(`  ${operation} ${requestId}: ${before} -> ${after}`)

console.log(
  `Audio of sessions: ${report.audioKopecks.metered} kopecks metered, ${report.audioKopecks.recorded} recorded`,
)

const isRight =
  meteredKopecks === ledgerKopecks &&
  differing.length === 0 &&
  reconciliation.unknown.length === 0 &&
  report.isSumOfScopes
console.log(isRight ? 'The sums are equal.' : 'The sums DIFFER.')
process.exitCode = isRight ? 0 : 1
