import type { Client, RequestOptions } from '@mira/core'
import type { Job } from './job.ts'
import { resumeVideo } from './resume-video.ts'
import type { VideoReply } from './video.ts'

/**
 * Reads a video job once.
 *
 * @param client Connection made with `createClient`.
 * @returns Its handle, whose `state` is known.
 * @throws {MiraError} as every call; `not_found` when the server does not know it.
 * @see docs/protocol.md#jobs
 */
export async function getVideo(client: Client, id: string, options?: RequestOptions): Promise<Job<VideoReply>> {
  const job = resumeVideo(client, id)
  await job.refresh(options)
  return job
}
