import type { Client } from '@mira/core'
import type { Job, JobJson } from './job.ts'
import { music } from './job-kind.ts'
import type { MusicReply } from './music.ts'
import { resumeJob } from './resume-job.ts'

/**
 * Resumes a music job that was started earlier, in this process or another. Sends no request.
 *
 * @param client - Client created with `createClient`.
 * @param idOrJson - Id of the job, or its handle serialized by `toJSON` or `JSON.stringify`.
 * @throws {TypeError} when `idOrJson` is neither, or a job of another kind.
 */
export function resumeMusic(client: Client, idOrJson: string | JobJson): Job<MusicReply> {
  return resumeJob(client, music, idOrJson)
}
