// Runs 200 tests in 4 worker processes against one server, and the same against the mock of others, in turn.
//
//   node --conditions=@mira/source tests/e2e/scripts/emulator-suite.ts [rounds] [tests] [workers]

import { runSuite, type SuiteResult, startMiraProcess, startMockProcess } from '../lib/emulator/run-suite.ts'
import { createTarget } from '../lib/emulator/suite-target.ts'

const [rounds = 3, count = 200, workers = 4] = process.argv.slice(2).map(Number)
const maxRatio = 1.3
const maxResetMs = 5

await using mira = await startMiraProcess()
await using mock = await startMockProcess()
const runs: Record<'mira' | 'aimock', SuiteResult[]> = { mira: [], aimock: [] }
// The first run of each loads its code.
for (let round = 0; round <= rounds; round++) {
  for (const { server } of [mira, mock]) {
    const result = await runSuite(server, { count: round === 0 ? 20 : count, workers })
    if (round > 0) runs[server.kind].push(result)
    for (const failure of result.failures) console.log(`${server.kind}: ${failure}`)
  }
}

const [own, other] = [runs.mira, runs.aimock].map((results) => median(results.map(({ durationMs }) => durationMs)))
const resets = await measureResets()
const [resetMs, medianResetMs] = [0.95, 0.5].map((share) => resets[Math.floor(resets.length * share)]!)
const failed = [...runs.mira, ...runs.aimock].reduce((sum, { failures }) => sum + failures.length, 0)
const ratio = own! / other!
console.log(`${count} tests in ${workers} workers, median of ${rounds} runs`)
console.log(`mira: ${own!.toFixed(0)} ms, aimock: ${other!.toFixed(0)} ms`)
for (const [kind, results] of Object.entries(runs)) {
  const times = Object.entries(results[0]!.kindsMs).map(([name, ms]) => `${name} ${(ms / (count / 5)).toFixed(1)} ms`)
  console.log(`${kind}, per test: ${times.join(', ')}`)
}
console.log(`failed tests: ${failed}`)
console.log(`ratio: ${ratio.toFixed(2)} (at most ${maxRatio})`)
console.log(
  `reset of one test, p95: ${resetMs!.toFixed(2)} ms (below ${maxResetMs}), median: ${medianResetMs!.toFixed(2)} ms`,
)
process.exitCode = failed === 0 && ratio <= maxRatio && resetMs! < maxResetMs ? 0 : 1

/** Resets tests one by one while the server keeps the state of 200. Returns the times in order, in milliseconds. */
async function measureResets(): Promise<number[]> {
  const targets = Array.from({ length: 200 }, (_, index) => createTarget(mira.server, `reset-${index}`))
  for (const target of targets) {
    await target.addFixture({ endpoint: 'chat', prompt: '', text: 'x' })
    await target.setFailing(true)
  }
  const times: number[] = []
  for (const target of targets) {
    const startedAt = performance.now()
    await target.reset()
    times.push(performance.now() - startedAt)
  }
  return times.toSorted((one, other) => one - other)
}

function median(values: readonly number[]): number {
  return values.toSorted((one, two) => one - two)[Math.floor(values.length / 2)]!
}
