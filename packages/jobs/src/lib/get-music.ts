import type { Client, RequestOptions } from '@mira/core'
import type { Job } from './job.ts'
import type { MusicReply } from './music.ts'
import { resumeMusic } from './resume-music.ts'

/**
 * Gets the current state of a music job.
 *
 * @param client - Client created with `createClient`.
 * @param id - Id of the job.
 * @returns A job handle whose `state` is set.
 * @throws {MiraError} `not_found` when the job does not exist; other codes when the request fails.
 * @see docs/protocol.md#jobs
 */
export async function getMusic(client: Client, id: string, options?: RequestOptions): Promise<Job<MusicReply>> {
  const job = resumeMusic(client, id)
  await job.refresh(options)
  return job
}
