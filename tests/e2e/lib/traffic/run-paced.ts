import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { type BucketOptions, startBucketServer } from './bucket-server.ts'

/** Calls of several processes that share a key without knowing of each other. */
export interface PacedRun extends BucketOptions {
  readonly processes: number
  readonly calls: number
}

/** Result of {@link runPaced}. */
export interface PacedResult {
  /** Requests for each answer. */
  readonly requestsPerAnswer: number
  /** Time from the first request to the last answer, divided by the least that the limit allows. */
  readonly timeToIdeal: number
  readonly arrivals: readonly { readonly atMs: number; readonly isAccepted: boolean }[]
}

const program = join(import.meta.dirname, 'paced-process.ts')

/** Runs processes against a server with a token bucket until all calls are answered. */
export async function runPaced({ processes, calls, ...bucket }: PacedRun): Promise<PacedResult> {
  const server = await startBucketServer(bucket)
  try {
    await Promise.all(Array.from({ length: processes }, () => runProcess([server.url, String(calls / processes)])))
    const { arrivals } = server
    const lastMs = arrivals.at(-1)?.atMs ?? 0
    const idealMs = ((calls - bucket.capacity) * 1_000) / bucket.perSecond
    return { requestsPerAnswer: arrivals.length / calls, timeToIdeal: lastMs / idealMs, arrivals }
  } finally {
    await server.close()
  }
}

async function runProcess(argv: string[]): Promise<void> {
  const child = spawn(process.execPath, ['--conditions=@mira/source', program, ...argv], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`A process failed with code ${code}`)
}
