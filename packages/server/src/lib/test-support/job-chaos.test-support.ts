import { randomUUID } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateApiKey } from '../accounts/api-keys.ts'
import { ownerId } from '../accounts/owner.ts'
import type { JobRecord } from '../store/job-records.ts'
import { openStore } from '../store/open-store.ts'
import type { TransactionRecord } from '../store/store.ts'
import { type KillableServer, startKillableServer } from './killable-server.test-support.ts'

/** Options of {@link runJobChaos}. */
export interface JobChaosOptions {
  readonly jobs: number
  readonly kills: number
  /** Maximum time between two kills, in milliseconds. */
  readonly killWithinMs: number
  /** URL of the PostgreSQL database. Defaults to SQLite. */
  readonly databaseUrl?: string | undefined
  readonly random?: (() => number) | undefined
}

/** State after the run. */
export interface JobChaosReport {
  /** Job ids that callers received. */
  readonly accepted: readonly string[]
  readonly jobs: readonly JobRecord[]
  readonly charges: readonly TransactionRecord[]
  /** Names of all media files. */
  readonly files: readonly string[]
  /** Number of requests that failed when the server was killed. */
  readonly lost: number
}

/** Starts, cancels and awaits jobs on a server that is killed at random moments. */
export async function runJobChaos(options: JobChaosOptions): Promise<JobChaosReport> {
  const { jobs, kills, killWithinMs, databaseUrl, random = Math.random } = options
  const dataDir = await mkdtemp(join(tmpdir(), 'mira-job-chaos-'))
  const key = generateApiKey()
  try {
    await using server = startKillableServer({ dataDir, databaseUrl, secret: 'x'.repeat(32) }, key, 'jobs')
    await server.url()
    const calls = createCaller(server, key)
    const callers = Promise.all(Array.from({ length: jobs }, (_, index) => runJob(calls, index, random())))
    for (let kill = 1; kill <= kills; kill += 1) {
      await new Promise((resolve) => setTimeout(resolve, random() * killWithinMs))
      await server.killAndRestart()
    }
    const accepted = await callers
    await server.stop()
    return { accepted, lost: calls.lost, ...(await readBooks(dataDir, databaseUrl)) }
  } finally {
    await rm(dataDir, { recursive: true })
  }
}

interface Caller {
  lost: number
  /** Sends a request and retries until there is a response, even if the server is killed meanwhile. */
  send(method: string, path: string, init?: { body?: object; headers?: Record<string, string> }): Promise<Response>
}

function createCaller(server: KillableServer, key: string): Caller {
  return {
    lost: 0,
    async send(method, path, { body, headers } = {}) {
      for (;;) {
        try {
          const answer = await fetch((await server.url()) + path, {
            method,
            headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
            body: body === undefined ? null : JSON.stringify(body),
          })
          const text = await answer.text()
          // The server may not have detected yet that the previous run was killed.
          if (answer.status !== 409 || method !== 'POST' || path.endsWith('/cancel')) {
            return new Response(text === '' ? null : text, answer)
          }
        } catch (error) {
          if (!(error instanceof TypeError)) throw error
          this.lost += 1
        }
      }
    },
  }
}

/**
 * Starts a job, cancels some, and waits until it has settled.
 *
 * @returns Id of the job.
 */
async function runJob(calls: Caller, index: number, dice: number): Promise<string> {
  const isVideo = index % 5 === 4
  const body = isVideo
    ? { prompt: 'A cat', duration_seconds: 5 }
    : { prompt: index % 7 === 6 ? 'be-unplayable' : 'Rain', duration_seconds: 1 + (index % 3) }
  const headers = { 'idempotency-key': randomUUID() }
  const started = await calls.send('POST', isVideo ? '/v1/video/generate' : '/v1/audio/music', { body, headers })
  if (started.status !== 202) throw new Error(`Start a job: ${started.status} ${await started.text()}`)
  const { id } = (await started.json()) as { id: string }
  const path = `${isVideo ? '/v1/video' : '/v1/audio/music'}/${id}`
  if (dice < 0.1) await calls.send('POST', `${path}/cancel`)
  for (;;) {
    const answer = await calls.send('GET', path, { headers: { prefer: 'wait=2' } })
    const { finished_at } = (await answer.json()) as { finished_at?: number }
    if (finished_at !== undefined) return id
  }
}

async function readBooks(dataDir: string, databaseUrl: string | undefined) {
  const store = await openStore(databaseUrl, join(dataDir, 'mira.db'))
  const jobs = await store.jobs.list(ownerId, { limit: 1_000_000 })
  const charges = await store.ledger.list(ownerId, { limit: 1_000_000, offset: 0, type: 'charge' })
  await store.close()
  return { jobs, charges, files: await readdir(join(dataDir, 'media')).catch(() => []) }
}
