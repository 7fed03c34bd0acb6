import { createTarget, type SuiteServer } from './suite-target.ts'
import { listTests } from './suite-tests.ts'

/** Instructions of a worker, in its first argument as JSON. */
export interface WorkerTask {
  readonly server: SuiteServer
  readonly count: number
  readonly worker: number
  readonly workers: number
  /** Distinguishes the tests of several runs against one server. */
  readonly run: string
}

/** Result of a worker, the last line of its output. */
export interface WorkerResult {
  readonly passed: number
  readonly failures: readonly string[]
  /** Time of each reset, in milliseconds. */
  readonly resetsMs: readonly number[]
  /** Time of all tests of each kind, in milliseconds. */
  readonly kindsMs: Readonly<Record<string, number>>
}

const { server, count, worker, workers, run: runId } = JSON.parse(process.argv[2]!) as WorkerTask
const failures: string[] = []
const resetsMs: number[] = []
const kindsMs: Record<string, number> = {}
let passed = 0
for (const [index, { name, run }] of listTests(count).entries()) {
  if (index % workers !== worker) continue
  const target = createTarget(server, `${name.replace(' ', '-')}-of-worker-${worker}-of-run-${runId}`)
  const begunAt = performance.now()
  try {
    await run(target)
    passed += 1
  } catch (error) {
    failures.push(`${name}: ${(error as Error).message}`)
  }
  const startedAt = performance.now()
  const kind = name.split(' ')[0]!
  kindsMs[kind] = (kindsMs[kind] ?? 0) + startedAt - begunAt
  await target.reset()
  resetsMs.push(performance.now() - startedAt)
}
process.stdout.write(`${JSON.stringify({ passed, failures, resetsMs, kindsMs } satisfies WorkerResult)}\n`)
