import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import type { SuiteServer } from './suite-target.ts'
import type { WorkerResult, WorkerTask } from './suite-worker.ts'

/** Size of a run. */
export interface SuiteSize {
  readonly count: number
  readonly workers: number
}

/** Result of a run of the suite. */
export interface SuiteResult {
  readonly passed: number
  readonly failures: readonly string[]
  readonly resetsMs: readonly number[]
  /** Time of all tests of each kind, in milliseconds. */
  readonly kindsMs: Readonly<Record<string, number>>
  /** Time from the start of the workers to the end of the last, in milliseconds. */
  readonly durationMs: number
}

/** Server of its own process. */
export interface SuiteProcess extends AsyncDisposable {
  readonly server: SuiteServer
}

const source = '--conditions=@mira/source'

/** Starts the local server in a process of its own. */
export async function startMiraProcess(): Promise<SuiteProcess> {
  const child = spawn(process.execPath, [source, join(import.meta.dirname, 'mira-process.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const server = JSON.parse(await readUntil(child, /\n/)) as Omit<SuiteServer, 'kind'>
  return { server: { kind: 'mira', ...server }, [Symbol.asyncDispose]: () => stop(child) }
}

/** Starts the mock of others in a process of its own. */
export async function startMockProcess(): Promise<SuiteProcess> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'mock-process.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = (await readUntil(child, /http\S+\n/)).trim()
  return { server: { kind: 'aimock', url, apiKey: 'any', token: '' }, [Symbol.asyncDispose]: () => stop(child) }
}

/** Runs the suite in worker processes. */
export async function runSuite(server: SuiteServer, { count, workers }: SuiteSize): Promise<SuiteResult> {
  const startedAt = performance.now()
  const run = randomUUID().slice(0, 8)
  const results = await Promise.all(
    Array.from({ length: workers }, (_, worker) => runWorker({ server, count, worker, workers, run })),
  )
  const kindsMs: Record<string, number> = {}
  for (const result of results) {
    for (const [kind, ms] of Object.entries(result.kindsMs)) kindsMs[kind] = (kindsMs[kind] ?? 0) + ms
  }
  return {
    passed: results.reduce((sum, { passed }) => sum + passed, 0),
    failures: results.flatMap(({ failures }) => failures),
    resetsMs: results.flatMap(({ resetsMs }) => resetsMs),
    kindsMs,
    durationMs: performance.now() - startedAt,
  }
}

async function runWorker(task: WorkerTask): Promise<WorkerResult> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'suite-worker.ts'), JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return JSON.parse(await readUntil(child, /\n$/)) as WorkerResult
}

async function readUntil(child: ChildProcess, pattern: RegExp): Promise<string> {
  let output = ''
  const closed = once(child, 'close').then(([code]) => Promise.reject(new Error(`The process exited with ${code}`)))
  closed.catch(() => undefined)
  child.stdout!.on('data', (bytes) => {
    output += bytes
  })
  while (!pattern.test(output)) await Promise.race([once(child.stdout!, 'data'), closed])
  return output
}

async function stop(child: ChildProcess): Promise<void> {
  const closed = once(child, 'close')
  child.kill('SIGTERM')
  await closed
}
