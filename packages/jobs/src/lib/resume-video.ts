import type { Client } from '@mira/core'
import type { Job, JobJson } from './job.ts'
import { video } from './job-kind.ts'
import { resumeJob } from './resume-job.ts'
import type { VideoReply } from './video.ts'

/**
 * Resumes a video job that was started earlier, in this process or another. Sends no request.
 *
 * @param client - Client created with `createClient`.
 * @param idOrJson - Id of the job, or its handle serialized by `toJSON` or `JSON.stringify`.
 * @throws {TypeError} when `idOrJson` is neither, or a job of another kind.
 */
export function resumeVideo(client: Client, idOrJson: string | JobJson): Job<VideoReply> {
  return resumeJob(client, video, idOrJson)
}
