import type { Client } from '@mira/core'
import type { Job, JobJson } from './job.ts'
import { music } from './job-kind.ts'
import type { MusicReply } from './music.ts'
import { resumeJob } from './resume-job.ts'

/**
 * Goes on with a music job that was started before, here or in another process; nothing is sent yet.
 *
 * @param client Connection made with `createClient`.
 * @param idOrJson Its id, or what `toJSON` or `JSON.stringify` made of its handle.
 * @throws {TypeError} for what is neither, and for a job of another kind.
 */
export function resumeMusic(client: Client, idOrJson: string | JobJson): Job<MusicReply> {
  return resumeJob(client, music, idOrJson)
}
