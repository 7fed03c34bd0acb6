import { openContext, releaseContext } from '../open-context.ts'
import type { ServerOptions } from '../options.ts'
import { startJobService } from './job-service.ts'

/** A process, or part of one, that works on jobs and serves no requests. */
export interface RunningWorker extends AsyncDisposable {
  /** Puts the jobs under way back and frees everything. Safe to call twice. */
  close(): Promise<void>
}

/**
 * Works on the jobs of the servers that share its database and media.
 *
 * @param options As those of the servers; what concerns requests is not used.
 * @throws {RangeError} for an option that is not valid, or a place that cannot be shared.
 */
export async function startWorker(options: ServerOptions): Promise<RunningWorker> {
  if (options.dataDir === undefined && options.databaseUrl === undefined) {
    throw new RangeError('A worker needs the dataDir or the databaseUrl of its server')
  }
  if (options.jobs?.workers === 0) throw new RangeError('A worker works on at least 1 job at once')
  const context = await openContext(options)
  const service = startJobService(context)
  let closing: Promise<void> | undefined
  const close = () => {
    closing ??= service.close().then(() => releaseContext(context))
    return closing
  }
  return { close, [Symbol.asyncDispose]: close }
}
