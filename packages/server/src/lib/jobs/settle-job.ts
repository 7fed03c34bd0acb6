import { randomUUID } from 'node:crypto'
import { writeUsage } from '../billing/write-usage.ts'
import type { ServerContext } from '../context.ts'
import type { JobEnd, JobRecord } from '../store/job-records.ts'
import type { UsageOutcome } from '../store/store.ts'
import { jobKinds } from './job-kinds.ts'
import { encodeWebhook } from './webhook-payload.ts'

/** Dependencies of {@link settleJob}. */
export type SettleContext = Pick<
  ServerContext,
  'jobEvents' | 'jobOptions' | 'logger' | 'media' | 'mediaLinks' | 'now' | 'prices' | 'store'
>

/** Outcome of a job. */
export type JobOutcome =
  | {
      readonly status: 'succeeded'
      readonly mediaId: string
      /** Fields of the job's response in addition to the URL of the file. */
      readonly result: object
      readonly durationSeconds: number
    }
  | { readonly status: 'failed'; readonly errorCode: string; readonly errorMessage: string }
  | { readonly status: 'canceled' }

const usageOutcomes = {
  succeeded: 'completed',
  failed: 'error',
  canceled: 'cancelled',
} as const satisfies Record<JobOutcome['status'], UsageOutcome>

/**
 * Settles a job: its status, usage, charge and webhook are written in one transaction, which also ends its hold on the
 * balance. Only a job that succeeded is charged.
 *
 * @param outcome - Outcome, with the token of the worker that ran the job; without a token when a caller cancels it.
 * @returns Whether this call settled the job: false if it had already settled or another worker leases it.
 */
export async function settleJob(
  context: SettleContext,
  job: JobRecord,
  { leaseToken, ...outcome }: JobOutcome & { readonly leaseToken?: string | undefined },
): Promise<boolean> {
  const { store, media, prices, jobEvents, jobOptions, logger, now } = context
  const at = now()
  const end = { ...toEnd(outcome), finishedAt: at, expiresAt: at + jobOptions.lifetimeMs }
  const durationMs = outcome.status === 'succeeded' ? toBilledMs(job, outcome.durationSeconds) : 0
  let orphanedFile: string | null | undefined
  const isSettled = await store.transaction(async (inner) => {
    if (outcome.status !== 'succeeded') orphanedFile = (await inner.jobs.find(job.id))?.mediaId
    if (!(await inner.jobs.settle({ id: job.id, leaseToken }, end))) return false
    const consumed = { model: jobKinds[job.kind].model, inputTokens: 0, outputTokens: 0, durationMs }
    const isCharged = outcome.status === 'succeeded' && job.payment === 'balance'
    const { userId, keyId, requestId, endpoint } = job
    const source = { id: randomUUID(), userId, keyId, requestId, endpoint }
    await writeUsage(inner, prices, [{ ...source, consumed, outcome: usageOutcomes[outcome.status], isCharged, at }])
    if (job.webhookUrl !== null) {
      const settled = { ...job, ...end, progress: outcome.status === 'succeeded' ? 100 : job.progress }
      const payload = encodeWebhook(context, settled)
      await inner.webhooks.add({ id: `msg_${randomUUID()}`, jobId: job.id, url: job.webhookUrl, payload })
    }
    return true
  })
  if (!isSettled) return false
  jobEvents.notifyChanged(job.id)
  if (job.webhookUrl !== null) jobEvents.notifyQueued()
  // Left by a run that could not settle the job; it would also expire on its own.
  if (orphanedFile)
    await media
      .remove(orphanedFile)
      .catch((err) => logger.warn({ jobId: job.id, err }, 'failed to remove an orphaned file'))
  return true
}

/** Returns the duration to charge: an engine may produce more than was requested, which the job did not hold. */
function toBilledMs({ request }: JobRecord, producedSeconds: number): number {
  const { durationSeconds: requestedSeconds } = JSON.parse(request) as { readonly durationSeconds: number }
  return Math.round(Math.min(producedSeconds, requestedSeconds) * 1_000)
}

function toEnd(outcome: JobOutcome): Omit<JobEnd, 'finishedAt' | 'expiresAt'> {
  const none = { mediaId: null, result: null, errorCode: null, errorMessage: null }
  switch (outcome.status) {
    case 'succeeded':
      return { ...none, status: outcome.status, mediaId: outcome.mediaId, result: JSON.stringify(outcome.result) }
    case 'failed':
      return { ...none, status: outcome.status, errorCode: outcome.errorCode, errorMessage: outcome.errorMessage }
    default:
      return { ...none, status: outcome.status }
  }
}
