import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { readJsonLines } from '@mira/batch/node'

/** Options of {@link runBatchKills}. */
export interface BatchKillOptions {
  readonly items: number
  readonly kills: number
  readonly seed: number
}

/** What became of a batch whose process was killed again and again. */
export interface BatchKillReport {
  /** Results of the process that completed. */
  readonly results: number
  readonly distinctResults: number
  readonly wrongResults: number
  /** Requests that reached the server. */
  readonly requests: number
  /** Requests answered with a stored reply, because a process was killed after the charge. */
  readonly replays: number
  /** Charges by item. */
  readonly charges: ReadonlyMap<string, number>
  /** Numbers of calls completed by each process that was killed. */
  readonly completedBeforeKill: readonly number[]
  readonly checkpointLines: number
}

/** Runs a batch in a process that is killed at random times, against a server that counts what it charges. */
export async function runBatchKills({ items, kills, seed }: BatchKillOptions): Promise<BatchKillReport> {
  const random = createRandom(seed)
  const directory = await mkdtemp(join(tmpdir(), 'mira-batch-kill-'))
  const ledger = await startLedger(random)
  const checkpoint = join(directory, 'batch.jsonl')
  const results = join(directory, 'results.jsonl')
  const start = () => startChild([ledger.url, String(items), checkpoint, results])
  try {
    const completedBeforeKill: number[] = []
    for (let kill = 0; kill < kills; kill += 1) {
      // Some processes are killed while they start, load the checkpoint, or make their first calls.
      const wanted = random() < 0.2 ? 0 : Math.floor(random() * (items / kills) * 1.6)
      // Some calls of each process are stored and not reported; enough must be left for the kill to come in time.
      const done = completedBeforeKill.reduce((sum, count) => sum + count + 32, 32)
      const calls = Math.max(0, Math.min(wanted, items - done))
      completedBeforeKill.push(await killAfter(start(), calls, random() * (calls === 0 ? 600 : 5)))
    }
    await complete(start())
    const found = await readResults(results)
    const checkpointLines = (await readFile(checkpoint, 'utf8')).trimEnd().split('\n').length
    return { ...found, ...ledger.report(), completedBeforeKill, checkpointLines }
  } finally {
    await ledger.close()
    await rm(directory, { recursive: true, force: true })
  }
}

function startChild(args: readonly string[]): ChildProcess {
  const program = join(import.meta.dirname, 'scripts/batch-kill-child.ts')
  return spawn(process.execPath, ['--conditions=@mira/source', program, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '' },
  })
}

/** Kills a process a moment after it has completed a number of calls. Returns how many it had completed. */
async function killAfter(child: ChildProcess, calls: number, delayMs: number): Promise<number> {
  let completed = 0
  let wake = (): void => {}
  child.stdout?.on('data', (chunk: Buffer) => {
    completed += chunk.length
    wake()
  })
  const exit = once(child, 'exit')
  while (completed < calls) {
    await Promise.race([exit, new Promise<void>((resolve) => (wake = resolve))])
    if (child.exitCode !== null) throw new Error(`The batch ended with ${child.exitCode} before it was killed`)
  }
  await sleep(delayMs)
  child.kill('SIGKILL')
  await exit
  return completed
}

async function complete(child: ChildProcess): Promise<void> {
  child.stdout?.resume()
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`The last process ended with ${code}`)
}

async function readResults(path: string) {
  const seen = new Set<string>()
  let results = 0
  let wrongResults = 0
  for await (const { item, answer } of readJsonLines<{ item: string; answer: { answer: string } }>(path)) {
    if (item !== `item ${results}` || answer.answer !== `answer to ${item}`) wrongResults += 1
    results += 1
    seen.add(item)
  }
  return { results, distinctResults: seen.size, wrongResults }
}

/** A server that charges for each item, once per idempotency key, as the local server does. */
async function startLedger(random: () => number) {
  const charges = new Map<string, number>()
  const replies = new Map<string, string>()
  let requests = 0
  let replays = 0
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    requests += 1
    const key = String(request.headers['idempotency-key'])
    // Before the charge: a request that was not processed.
    if (random() < 0.01) return void response.writeHead(503).end()
    const { item } = JSON.parse(body) as { item: string }
    const stored = replies.get(key)
    if (stored === undefined) charges.set(item, (charges.get(item) ?? 0) + 1)
    else replays += 1
    const reply = stored ?? JSON.stringify({ answer: `answer to ${item}` })
    replies.set(key, reply)
    // After the charge: a process killed now has paid for what it does not know.
    await sleep(random() * 4)
    response.writeHead(200, { 'content-type': 'application/json', 'idempotency-key': key }).end(reply)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    report: () => ({ requests, replays, charges }),
    async close(): Promise<void> {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Returns the same numbers from 0 to 1 for the same seed (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Returns what went wrong: nothing, if each item came once and was paid once. */
export function listBatchProblems(report: BatchKillReport, items: number): string[] {
  const chargedTwice = [...report.charges]
    .filter(([, count]) => count !== 1)
    .map(([item, count]) => `${item} ×${count}`)
  return [
    ...(report.results === items ? [] : [`${report.results} results instead of ${items}`]),
    ...(report.distinctResults === items ? [] : [`${report.distinctResults} distinct results`]),
    ...(report.wrongResults === 0 ? [] : [`${report.wrongResults} wrong results`]),
    ...(report.charges.size === items ? [] : [`${report.charges.size} items were paid for`]),
    ...(report.checkpointLines === items + 1 ? [] : [`${report.checkpointLines} lines in the checkpoint`]),
    ...chargedTwice.map((item) => `paid more than once: ${item}`),
  ]
}
