import { randomUUID } from 'node:crypto'
import type { ServerContext } from '../context.ts'
import { type ClaimedJob, runJob } from './run-job.ts'
import { type QueueServer, serveQueue } from './serve-queue.ts'

/** Runs up to `workers` jobs concurrently until closed; running jobs then return to the queue. */
export function startWorkers(
  context: Pick<
    ServerContext,
    'engines' | 'jobEvents' | 'jobOptions' | 'logger' | 'media' | 'mediaLinks' | 'now' | 'prices' | 'store'
  >,
): QueueServer {
  const { jobEvents, jobOptions, logger } = context
  return serveQueue<ClaimedJob>({
    concurrency: jobOptions.workers,
    claim: () => claim(context),
    work(job, stopped) {
      jobEvents.notifyChanged(job.id)
      return runJob(context, job, stopped)
    },
    jobEvents,
    logger,
  })
}

async function claim({
  store,
  jobOptions,
  now,
}: Pick<ServerContext, 'jobOptions' | 'now' | 'store'>): Promise<ClaimedJob | undefined> {
  const at = now()
  const leaseToken = randomUUID()
  const job = await store.jobs.claim({ leaseToken, until: at + jobOptions.leaseMs }, at)
  return job && { ...job, leaseToken }
}
