import type { EngineProgress } from '@mira/engine'
import type { ServerContext } from '../context.ts'
import type { JobLease, JobProgress } from '../store/job-records.ts'

/** Lease that is renewed until it ends or is lost. */
export interface Lease {
  /** Aborts when the job is canceled or the lease is lost. */
  readonly lost: AbortSignal
  /** Reports the progress of the job, which is stored with the next renewal. */
  reportProgress(progress: EngineProgress): void
  /** Stops renewing the lease. */
  end(): void
}

/** Interval between progress updates of a job, in milliseconds. */
const progressIntervalMs = 200

/** Renews the lease on a job and stores the job's progress along with it. */
export function holdLease(
  {
    store,
    jobEvents,
    jobOptions,
    logger,
    now,
  }: Pick<ServerContext, 'jobEvents' | 'jobOptions' | 'logger' | 'now' | 'store'>,
  lease: JobLease,
): Lease {
  const { leaseMs } = jobOptions
  const lost = new AbortController()
  let latest: JobProgress | undefined
  let renewedAt = now()
  let isRenewing = false

  async function renew(): Promise<void> {
    const isDue = now() - renewedAt >= leaseMs / 4
    if (isRenewing || !(isDue || latest !== undefined)) return
    isRenewing = true
    const progress = latest
    latest = undefined
    const at = now()
    try {
      if (!(await store.jobs.renew(lease, at + leaseMs, progress))) return lost.abort()
      renewedAt = at
      if (progress !== undefined) jobEvents.notifyChanged(lease.id)
    } catch (err) {
      logger.warn({ jobId: lease.id, err }, 'failed to renew the lease of a job')
      if (now() > renewedAt + leaseMs) lost.abort()
    } finally {
      isRenewing = false
    }
  }

  const timer = setInterval(renew, Math.min(progressIntervalMs, leaseMs / 4))
  const removeListener = jobEvents.onCanceled(lease.id, () => lost.abort())
  return {
    lost: lost.signal,
    reportProgress({ fraction, stage }) {
      latest = { progress: Math.min(99, Math.floor(fraction * 100)), stage }
    },
    end() {
      clearInterval(timer)
      removeListener()
    },
  }
}
