import type { ServerContext } from '../context.ts'
import type { JobRecord } from '../store/job-records.ts'
import { encodeJob } from '../wire/job.ts'

/** Encodes a settled job as the JSON payload of its webhook. */
export function encodeWebhook({ mediaLinks, now }: Pick<ServerContext, 'mediaLinks' | 'now'>, job: JobRecord): string {
  const { kind, status, mediaId, expiresAt, origin } = job
  const url = mediaId === null || expiresAt === null ? undefined : mediaLinks.sign(origin, { id: mediaId, expiresAt })
  const data = encodeJob(job, { url })
  return JSON.stringify({ type: `${kind}.${status}`, timestamp: new Date(now()).toISOString(), data })
}
