import type { ServerContext } from '../context.ts'
import type { JobRecord } from '../store/job-records.ts'

/** Yields a job in its current state and after each change, until it has settled or the server stops. */
export async function* watchJob(
  { store, jobEvents }: Pick<ServerContext, 'jobEvents' | 'store'>,
  job: JobRecord,
  signal: AbortSignal,
): AsyncGenerator<JobRecord, void, undefined> {
  let current: JobRecord | undefined = job
  while (current !== undefined) {
    yield current
    if (current.finishedAt !== null || jobEvents.isClosed) return
    await jobEvents.changed(current, signal)
    current = await store.jobs.find(job.id)
  }
}

/** Options of {@link waitForChange} and {@link waitUntilSettled}. */
export interface WaitOptions {
  /** Maximum wait, in milliseconds. */
  readonly waitMs: number
  /** Aborts the wait, which then rejects with the signal's reason. */
  readonly signal: AbortSignal
}

/** Waits until a job changes, or until `waitMs` has passed, and returns its latest state. */
export function waitForChange(
  context: Pick<ServerContext, 'jobEvents' | 'store'>,
  job: JobRecord,
  options: WaitOptions,
): Promise<JobRecord> {
  return waitUntil((state) => state !== job, context, { job, ...options })
}

/** Waits until a job has settled, or until `waitMs` has passed, and returns its latest state. */
export function waitUntilSettled(
  context: Pick<ServerContext, 'jobEvents' | 'store'>,
  job: JobRecord,
  options: WaitOptions,
): Promise<JobRecord> {
  return waitUntil(() => false, context, { job, ...options })
}

/** Waits until a state of the job is accepted, or until the job has settled. */
async function waitUntil(
  isAccepted: (state: JobRecord) => boolean,
  context: Pick<ServerContext, 'jobEvents' | 'store'>,
  { job, waitMs, signal }: WaitOptions & { readonly job: JobRecord },
): Promise<JobRecord> {
  const timeout = AbortSignal.timeout(waitMs)
  let last = job
  try {
    for await (const state of watchJob(context, job, AbortSignal.any([signal, timeout]))) {
      last = state
      if (isAccepted(state)) break
    }
  } catch (error) {
    signal.throwIfAborted()
    if (!timeout.aborted) throw error
  }
  return last
}
