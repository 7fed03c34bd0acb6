import type { Client } from '@mira/core'
import type { Job, JobJson } from './job.ts'
import { video } from './job-kind.ts'
import { resumeJob } from './resume-job.ts'
import type { VideoReply } from './video.ts'

/**
 * Goes on with a video job that was started before, here or in another process; nothing is sent yet.
 *
 * @param client Connection made with `createClient`.
 * @param idOrJson Its id, or what `toJSON` or `JSON.stringify` made of its handle.
 * @throws {TypeError} for what is neither, and for a job of another kind.
 */
export function resumeVideo(client: Client, idOrJson: string | JobJson): Job<VideoReply> {
  return resumeJob(client, video, idOrJson)
}
