// Kills a batch at random times and checks that each item has one result and was paid for once. Run it with
// `node --conditions=@mira/source tests/e2e/scripts/batch-kill.ts [--items=10000] [--kills=20] [--seed=1]`.
import { parseArgs } from 'node:util'
import { listBatchProblems, runBatchKills } from '../batch-kill.ts'

const text = { type: 'string' } as const
const { values } = parseArgs({ options: { items: text, kills: text, seed: text } })
const items = Number(values.items ?? 10_000)
const kills = Number(values.kills ?? 20)
const seed = Number(values.seed ?? 1)

const startedAt = performance.now()
const report = await runBatchKills({ items, kills, seed })
const seconds = Math.round((performance.now() - startedAt) / 1_000)
console.log(`${items} items, ${kills} kills (seed ${seed}) in ${seconds} s`)
console.log(`  completed before each kill: ${report.completedBeforeKill.join(', ')}`)
console.log(`  ${report.results} results, ${report.charges.size} items paid for by ${sum(report.charges)} charges`)
console.log(
  `  ${report.requests} requests, of which ${report.replays} were replayed because a kill lost the first reply`,
)
const problems = listBatchProblems(report, items)
console.log(`  problems: ${problems.length}`)
for (const problem of problems.slice(0, 20)) console.log(`  ! ${problem}`)
if (problems.length > 0) process.exitCode = 1

function sum(charges: ReadonlyMap<string, number>): number {
  return [...charges.values()].reduce((total, count) => total + count, 0)
}
