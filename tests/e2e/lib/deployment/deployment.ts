import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateApiKey } from '@mira/server'
import { findPostgres, startPostgres } from '@mira/test-programs/postgres'
import { programPath } from '../../../../packages/server/src/lib/test-support/program-path.test-support.ts'
import { startS3Server } from '../../../../packages/server/src/lib/test-support/s3-server.test-support.ts'
import { type Backend, type Balancer, startBalancer } from './balancer.ts'
import { MortalProcess } from './mortal-process.ts'
import type { Place } from './place.ts'

const program = await findPostgres()

/** Reason why `startShared` cannot run, or undefined. */
export const postgresIsMissing: string | undefined = program.command === undefined ? program.reason : undefined

/** Servers and workers behind one URL. */
export interface Deployment extends AsyncDisposable {
  readonly url: string
  readonly apiKey: string
  readonly place: Place
  /** Number of processes of each kind. */
  readonly apiCount: number
  readonly workerCount: number
  readonly balancer: Balancer
  /** URL and process id of an API process, bypassing the balancer. */
  api(index: number): { readonly url: string; readonly pid: number }
  /** Ends an API process and starts another in its place. @returns The exit code of the first. */
  restartApi(index: number, signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>
  restartWorker(index: number, signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>
  /** Shuts down all processes gracefully, so that their store can be read. */
  stop(): Promise<void>
}

/** Options for {@link startShared}. */
export interface DeploymentOptions {
  readonly apiCount: number
  readonly workerCount: number
  /** Time between reporting not ready and refusing requests. */
  readonly drainMs?: number | undefined
  readonly limits?: Place['limits']
}

/** Starts one process that stores everything in a directory. */
export async function startEmbedded(limits?: Place['limits']): Promise<Deployment> {
  const dataDir = await mkdtemp(join(tmpdir(), 'mira-embedded-'))
  const place = { dataDir, limits, apiKey: generateApiKey() }
  return startProcesses(place, { apiCount: 1, workerCount: 0 }, { release: () => rm(dataDir, { recursive: true }) })
}

/** Starts processes that share a PostgreSQL database and an S3-compatible bucket. */
export async function startShared(options: DeploymentOptions): Promise<Deployment> {
  if (program.command === undefined) throw new Error(program.reason)
  const postgres = await startPostgres(program)
  const bucket = await startS3Server()
  const place = {
    databaseUrl: await postgres.createDatabase(),
    secret: 'x'.repeat(32),
    mediaUrl: `s3://${bucket.bucket}/deployment`,
    mediaEndpoint: bucket.endpoint,
    limits: options.limits,
    apiKey: generateApiKey(),
  }
  const release = async () => {
    await bucket[Symbol.asyncDispose]()
    await postgres[Symbol.asyncDispose]()
  }
  return startProcesses(place, options, { release, environment: bucket.environment })
}

interface Infrastructure {
  readonly release: () => Promise<void>
  readonly environment?: NodeJS.ProcessEnv
}

async function startProcesses(
  place: Place,
  { apiCount, workerCount, drainMs = 0 }: DeploymentOptions,
  { release, environment = {} }: Infrastructure,
): Promise<Deployment> {
  const balancer = await startBalancer()
  const placeText = JSON.stringify(place)
  const apiArgs = [placeText, String(drainMs), '0', balancer.url]
  const apis = range(apiCount, () => new MortalProcess(pathOf('api-process.ts'), apiArgs, environment))
  const workers = range(workerCount, () => new MortalProcess(pathOf('worker-process.ts'), [placeText], environment))
  const backends: Backend[] = []

  const startApi = async (index: number) => {
    const backend = { url: await apis[index]!.start() }
    backends[index] = backend
    balancer.add(backend)
  }
  const endAll = (signal: 'SIGTERM' | 'SIGKILL') =>
    Promise.all([...apis, ...workers].map((process) => process.end(signal)))

  await Promise.all([...apis.map((_, index) => startApi(index)), ...workers.map((worker) => worker.start())])
  return {
    url: balancer.url,
    apiKey: place.apiKey,
    place,
    apiCount,
    workerCount,
    balancer,
    api: (index) => ({ url: backends[index]!.url, pid: apis[index]!.pid }),
    async restartApi(index, signal) {
      const backend = backends[index]!
      const code = await apis[index]!.end(signal)
      balancer.remove(backend)
      await startApi(index)
      return code
    },
    async restartWorker(index, signal) {
      const code = await workers[index]!.end(signal)
      await workers[index]!.start()
      return code
    },
    async stop() {
      await endAll('SIGTERM')
    },
    async [Symbol.asyncDispose]() {
      await endAll('SIGKILL')
      await balancer[Symbol.asyncDispose]()
      await release()
    },
  }
}

function pathOf(file: string): string {
  return programPath(new URL(file, import.meta.url))
}

function range<Item>(count: number, make: () => Item): Item[] {
  return Array.from({ length: count }, make)
}
