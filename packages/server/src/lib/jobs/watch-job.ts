import type { ServerContext } from '../context.ts'
import type { JobRecord } from '../store/job-records.ts'

/** Yields a job in its current state and after each change, until it has settled or the server stops. */
export async function* watchJob(
  { store, jobNews }: Pick<ServerContext, 'jobNews' | 'store'>,
  job: JobRecord,
  signal: AbortSignal,
): AsyncGenerator<JobRecord, void, undefined> {
  let current: JobRecord | undefined = job
  while (current !== undefined) {
    yield current
    if (current.finishedAt !== null || jobNews.isClosed) return
    await jobNews.changed(current, signal)
    current = await store.jobs.find(job.id)
  }
}

/** Limits of a wait. */
export interface Patience {
  /** Maximum wait, in milliseconds. */
  readonly waitMs: number
  /** Aborts the wait, which then rejects with the signal's reason. */
  readonly signal: AbortSignal
}

/** Waits until a job changes, or until `waitMs` has passed, and returns its latest state. */
export function awaitChange(
  context: Pick<ServerContext, 'jobNews' | 'store'>,
  job: JobRecord,
  patience: Patience,
): Promise<JobRecord> {
  return awaitJob(context, job, patience, true)
}

/** Waits until a job has settled, or until `waitMs` has passed, and returns its latest state. */
export function awaitEnd(
  context: Pick<ServerContext, 'jobNews' | 'store'>,
  job: JobRecord,
  patience: Patience,
): Promise<JobRecord> {
  return awaitJob(context, job, patience, false)
}

async function awaitJob(
  context: Pick<ServerContext, 'jobNews' | 'store'>,
  job: JobRecord,
  { waitMs, signal }: Patience,
  isAnyChangeEnough: boolean,
): Promise<JobRecord> {
  const timeout = AbortSignal.timeout(waitMs)
  let last = job
  try {
    for await (const state of watchJob(context, job, AbortSignal.any([signal, timeout]))) {
      last = state
      if (isAnyChangeEnough && state !== job) break
    }
  } catch (error) {
    signal.throwIfAborted()
    if (!timeout.aborted) throw error
  }
  return last
}
