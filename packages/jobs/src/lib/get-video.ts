import type { Client, RequestOptions } from '@mira/core'
import type { Job } from './job.ts'
import { resumeVideo } from './resume-video.ts'
import type { VideoReply } from './video.ts'

/**
 * Gets the current state of a video job.
 *
 * @param client - Client created with `createClient`.
 * @param id - Id of the job.
 * @returns A job handle whose `state` is set.
 * @throws {MiraError} `not_found` when the job does not exist; other codes when the request fails.
 * @see docs/protocol.md#jobs
 */
export async function getVideo(client: Client, id: string, options?: RequestOptions): Promise<Job<VideoReply>> {
  const job = resumeVideo(client, id)
  await job.refresh(options)
  return job
}
