// Measures the built server on loopback beside a widely used mock server, in one run: small chat answers of an engine that
// costs nothing, per store, and how their cost grows with the number of stored rows. Prints without asserting.
//
//   node tests/peers/server-load.ts [--quick]
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { findPostgres, startPostgres } from '../../packages/test-programs/src/postgres.ts'
import { formatTable } from '../size/lib/table.ts'
import { type LoadRequest, runLoad, smallChat } from './server-load/run-load.ts'
import { seedDatabase } from './server-load/seed-database.ts'
import { startProcess } from './server-load/server-process.ts'

const { quick } = parseArgs({ options: { quick: { type: 'boolean', default: false } } }).values
const times = quick ? { warmUpMs: 1_000, durationMs: 2_000 } : { warmUpMs: 4_000, durationMs: 8_000 }
const connections = 16
const secret = 'a secret of the load test, not used elsewhere'

/** Calls whose cost must not depend on the number of rows. */
const calls: Record<string, LoadRequest> = {
  chat: smallChat,
  'stored response': { method: 'GET', path: '/v1/responses/response-1' },
  'page of jobs': { method: 'GET', path: '/v1/jobs?limit=20' },
  'page of the ledger': { method: 'GET', path: '/v1/billing/transactions?limit=20' },
  balance: { method: 'GET', path: '/v1/billing/balance' },
  quota: { method: 'GET', path: '/v1/quota' },
}

const folder = mkdtempSync(join(tmpdir(), 'mira-load-'))
const program = await findPostgres()
const postgres = program.command === undefined ? undefined : await startPostgres(program)
try {
  await compareStores()
  await compareSizes()
} finally {
  await postgres?.[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
}

async function compareStores(): Promise<void> {
  const rows = [
    await measureStore('@copilotkit/aimock', 'aimock', {}),
    await measureStore('mira, in memory', 'mira', {}),
    await measureStore('mira, SQLite on disk', 'mira', { dataDir: join(folder, 'disk') }),
  ]
  if (postgres !== undefined) {
    const databaseUrl = await postgres.createDatabase()
    rows.push(await measureStore('mira, PostgreSQL (fsync off)', 'mira', { databaseUrl, secret }))
  }
  const title = `${connections} connections`
  const header = [title, 'answers/s', 'p50 ms', 'p99 ms', 'CPU µs each', 'listens ms', 'idle MB', 'loaded MB']
  console.log(formatTable(header, rows))
}

async function measureStore(name: string, kind: 'mira' | 'aimock', options: object): Promise<string[]> {
  await using server = await startProcess(kind, options)
  const idle = await server.measure()
  const result = await runLoad(server, { request: smallChat, connections, ...times })
  const { perSecond, p50Ms, p99Ms, cpuMicroseconds, residentBytes } = result
  const megabytes = [idle.residentBytes, residentBytes].map((bytes) => (bytes / 1e6).toFixed(0))
  const rate = [perSecond.toFixed(0), p50Ms.toFixed(1), p99Ms.toFixed(1), cpuMicroseconds.toFixed(0)]
  return [name, ...rate, server.listenMs.toFixed(0), ...megabytes]
}

/**
 * Prints the CPU time of each call, and the factor by which it grows from 100 rows on. With one row, a page is shorter than
 * its limit.
 */
async function compareSizes(): Promise<void> {
  const sizes = [1, 100, 10_000]
  const costs = new Map<string, number[]>(Object.keys(calls).map((name) => [name, []]))
  for (const size of sizes) {
    const dataDir = join(folder, `rows-${size}`)
    await (await startProcess('mira', { dataDir }))[Symbol.asyncDispose]()
    seedDatabase(dataDir, size)
    await using server = await startProcess('mira', { dataDir, limits: { freeCallsPerMinute: 1e9 } })
    for (const [name, request] of Object.entries(calls)) {
      const { cpuMicroseconds } = await runLoad(server, { request, connections: 4, warmUpMs: 500, durationMs: 1_500 })
      costs.get(name)?.push(cpuMicroseconds)
    }
  }
  const header = ['keys, responses, jobs, ledger lines', ...sizes.map((size) => size.toLocaleString('en')), 'growth']
  const rows = [...costs].map(([name, measured]) => {
    const [, hundred = 1, most = 1] = measured
    return [name, ...measured.map((cost) => `${cost.toFixed(0)} µs`), `× ${(most / hundred).toFixed(2)}`]
  })
  console.log(`\n${formatTable(header, rows)}`)
}
