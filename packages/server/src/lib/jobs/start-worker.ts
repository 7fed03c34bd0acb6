import { openContext, releaseContext } from '../open-context.ts'
import type { ServerOptions } from '../options.ts'
import { startJobService } from './job-service.ts'

/** Worker that runs jobs and serves no requests. */
export interface RunningWorker extends AsyncDisposable {
  /** Returns running jobs to the queue and releases all resources. Idempotent. */
  close(): Promise<void>
}

/**
 * Starts a worker for the jobs of the servers that share its database and media.
 *
 * @param options - Options of those servers; options that concern requests are ignored.
 * @throws {RangeError} when an option is invalid, or the database cannot be shared because neither `dataDir` nor
 * `databaseUrl` is set.
 */
export async function startWorker(options: ServerOptions): Promise<RunningWorker> {
  if (options.dataDir === undefined && options.databaseUrl === undefined) {
    throw new RangeError('A worker requires the dataDir or databaseUrl of its server')
  }
  if (options.jobs?.workers === 0) throw new RangeError('jobs.workers is 0; a worker must run at least 1 job')
  const context = await openContext(options)
  const service = startJobService(context)
  let closing: Promise<void> | undefined
  const close = () => {
    closing ??= service.close().then(() => releaseContext(context))
    return closing
  }
  return { close, [Symbol.asyncDispose]: close }
}
