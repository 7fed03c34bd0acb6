// Load test: node --conditions=@mira/source tests/e2e/scripts/load.ts [--seconds=10] [--minutes=10]
//
// Small chat calls to a trivial engine, from this process to one server process, on SQLite and on
// PostgreSQL: throughput by number of connections, behavior under overload, and with --minutes the memory over
// time.
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type Deployment, postgresIsMissing, startEmbedded, startShared } from '../lib/deployment/deployment.ts'
import { type LoadResult, type LoadTarget, percentile, runLoad } from '../lib/deployment/load.ts'
import type { Place } from '../lib/deployment/place.ts'

const { values } = parseArgs({ options: { seconds: { type: 'string' }, minutes: { type: 'string' } } })
const durationMs = Number(values.seconds ?? 10) * 1_000
const connectionCounts = [1, 16, 64, 256]
const boundAtOnce = 32

const stores: [name: string, start: (limits?: Place['limits']) => Promise<Deployment>][] = [
  ['SQLite', (limits) => startEmbedded(limits)],
]
if (postgresIsMissing === undefined)
  stores.push(['PostgreSQL', (limits) => startShared({ apiCount: 1, workerCount: 0, limits })])

for (const [name, start] of stores) {
  console.log(`\n${name}\n  connections  status  answers/s   p50 ms   p99 ms   max ms`)
  await using free = await start()
  await runLoad(targetOf(free), { connections: 16, durationMs: 1_000 })
  await measure(free, connectionCounts)
  console.log(`  at most ${boundAtOnce} at once, beyond it 503:`)
  await using bound = await start({ maxConcurrentRequests: boundAtOnce })
  await measure(bound, [boundAtOnce, 4 * boundAtOnce, 16 * boundAtOnce])
  if (values.minutes !== undefined) await watchMemory(free, Number(values.minutes))
}

async function measure(deployment: Deployment, counts: readonly number[]): Promise<void> {
  for (const connections of counts) {
    print(String(connections), await runLoad(targetOf(deployment), { connections, durationMs }))
  }
}

/** The server, bypassing the balancer. */
function targetOf(deployment: Deployment): LoadTarget {
  return { url: deployment.api(0).url, apiKey: deployment.apiKey }
}

async function watchMemory(deployment: Deployment, minutes: number): Promise<void> {
  console.log(`  memory over ${minutes} minutes, 64 connections:  minute  resident MB  answers/s  p99 ms`)
  for (let minute = 1; minute <= minutes; minute++) {
    const { latencies, seconds } = await runLoad(targetOf(deployment), { connections: 64, durationMs: 60_000 })
    const times = latencies.get(200) ?? []
    const figures = [await residentMegabytes(deployment), times.length / seconds, percentile(times, 0.99)]
    console.log(`  ${String(minute).padStart(52)}${figures.map((figure) => figure.toFixed(0).padStart(11)).join('')}`)
  }
}

async function residentMegabytes(deployment: Deployment): Promise<number> {
  const status = await readFile(`/proc/${deployment.api(0).pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1_024
}

function print(connections: string, { latencies, seconds, broken }: LoadResult): void {
  for (const [status, times] of [...latencies].sort(([left], [right]) => left - right)) {
    const figures = [times.length / seconds, percentile(times, 0.5), percentile(times, 0.99), times.at(-1)!]
    const columns = figures.map((figure) => figure.toFixed(figure < 100 ? 1 : 0).padStart(9)).join('')
    console.log(`  ${connections.padStart(11)}  ${String(status).padStart(6)}  ${columns}`)
  }
  if (broken > 0) console.log(`  ${connections.padStart(11)}  broken  ${broken}`)
}
