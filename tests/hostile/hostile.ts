// Attacks the built server with all engines from several accounts, and watches what another user notices:
//
//   node tests/hostile/hostile.ts [--seconds=60] [--seed=N] [--users=8]
//
// Fails if an answer is not a documented status, if the other user's chat or `/health` takes over 250 ms at the 99th
// percentile, or if the serving process grows by over 300 MiB. A seed repeats the requests.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { percentile } from '../e2e/lib/deployment/load.ts'
import { formatTable } from '../size/lib/table.ts'
import { Verdicts } from '../size/lib/verdicts.ts'
import { HttpAttack, type Outcome } from './lib/attack-http.ts'
import { attackSocket, type SocketOutcome } from './lib/attack-socket.ts'
import { type Latencies, watchAsBystander } from './lib/bystander.ts'
import { readOperations } from './lib/operations.ts'
import { Random } from './lib/random.ts'
import { startTarget, type Target } from './lib/target.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
    users: { type: 'string', default: '8' },
  },
})
const [seconds, seed, users] = [Number(values.seconds), Number(values.seed), Number(values.users)]
const maxLatencyMs = 250
const maxGrowthMiB = 300

console.log(`seed ${seed}, ${seconds} s, ${users} hostile users, each with one request at a time`)
const verdicts = new Verdicts()
const dataDir = await mkdtemp(join(tmpdir(), 'mira-hostile-'))
try {
  await using target = await startTarget(dataDir, users)
  await warmUp(target)
  const before = await target.residentMiB()
  const calm = await watch(target, 5)
  const attacked = new AbortController()
  let peak = before
  const sampling = setInterval(
    () =>
      void target.residentMiB().then((size) => {
        peak = Math.max(peak, size)
      }),
    500,
  )
  const bystander = watchAsBystander(target, attacked.signal)
  const { outcomes, sessions } = await attack(target)
  attacked.abort()
  const latencies = await bystander
  clearInterval(sampling)
  report({ outcomes, sessions, calm, latencies, growth: peak - before })
} finally {
  await rm(dataDir, { recursive: true, force: true })
}
verdicts.report()

/** Loads the engines that the bystander uses. */
async function warmUp(target: Target): Promise<void> {
  await watch(target, 3)
}

function watch(target: Target, durationSeconds: number): Promise<Latencies> {
  return watchAsBystander(target, AbortSignal.timeout(durationSeconds * 1_000))
}

async function attack(target: Target): Promise<{ outcomes: Outcome[]; sessions: SocketOutcome[] }> {
  const document = await (await fetch(`${target.url}/openapi.json`)).json()
  const operations = readOperations(document)
  const outcomes: Outcome[] = []
  const sessions: SocketOutcome[] = []
  const endsAt = Date.now() + seconds * 1_000
  const attackers = target.hostileKeys.map(async (key, index) => {
    const random = new Random(seed + index)
    const attacker = { url: target.url, key, random, operations, schemas: document.components.schemas }
    const http = new HttpAttack(attacker)
    while (Date.now() < endsAt) {
      if (random.chance(0.1)) sessions.push(await attackSocket(attacker))
      else outcomes.push(await http.strike())
    }
  })
  await Promise.all(attackers)
  return { outcomes, sessions }
}

interface Findings {
  readonly outcomes: readonly Outcome[]
  readonly sessions: readonly SocketOutcome[]
  readonly calm: Latencies
  readonly latencies: Latencies
  readonly growth: number
}

function report({ outcomes, sessions, calm, latencies, growth }: Findings): void {
  const byOperation = groupBy(outcomes, ({ operation }) => operation)
  const rows = [...byOperation].map(([operation, list]) => {
    const statuses = [...groupBy(list, ({ status }) => status)].map(([status, { length }]) => `${status} × ${length}`)
    return [
      operation,
      String(list.length),
      percentileOf(
        list.map(({ ms }) => ms),
        1,
      ).toFixed(0),
      statuses.sort().join(', '),
    ]
  })
  console.log(`\n${formatTable(['operation', 'requests', 'slowest ms', 'statuses'], rows.sort())}`)
  const ends = [...groupBy(sessions, ({ end }) => end)].map(([end, { length }]) => `${end} × ${length}`)
  console.log(`\n${outcomes.length} requests, ${sessions.length} realtime sessions (${ends.join(', ')})\n`)
  const latencyRows = (['chatMs', 'healthMs'] as const).flatMap((name) =>
    [['calm', calm] as const, ['attacked', latencies] as const].map(([phase, measured]) => [
      `${name === 'chatMs' ? 'chat of another user' : '/health'}, ${phase}`,
      String(measured[name].length),
      ...[0.5, 0.99, 1].map((share) => percentileOf(measured[name], share).toFixed(0)),
    ]),
  )
  console.log(formatTable(['latency in ms', 'requests', 'median', 'p99', 'max'], latencyRows))
  console.log(`\nserving process: +${growth.toFixed(0)} MiB`)
  const undocumented = outcomes.filter(({ isDocumented }) => !isDocumented)
  const examples = undocumented
    .slice(0, 12)
    .map(({ operation, status, excerpt }) => `${operation}: ${status}: ${excerpt}`)
  verdicts.note('every answer is a documented status', examples)
  verdicts.note(
    'every realtime session answers or closes',
    sessions.some(({ end }) => end === 'unanswered') ? ['see above'] : [],
  )
  verdicts.note('another user gets right answers', latencies.problems.slice(0, 5))
  for (const name of ['chatMs', 'healthMs'] as const) {
    const p99 = percentileOf(latencies[name], 0.99)
    verdicts.note(`${name} at p99 is at most ${maxLatencyMs}`, p99 <= maxLatencyMs ? [] : [`${p99.toFixed(0)} ms`])
  }
  verdicts.note(
    `the serving process grows by at most ${maxGrowthMiB} MiB`,
    growth <= maxGrowthMiB ? [] : [`${growth.toFixed(0)} MiB`],
  )
}

function percentileOf(values: readonly number[], share: number): number {
  return percentile(
    values.toSorted((a, b) => a - b),
    share,
  )
}

function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return groups
}
