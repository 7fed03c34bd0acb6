import type { Client, RequestOptions } from '@mira/core'
import type { Job } from './job.ts'
import type { MusicReply } from './music.ts'
import { resumeMusic } from './resume-music.ts'

/**
 * Reads a music job once.
 *
 * @param client Connection made with `createClient`.
 * @returns Its handle, whose `state` is known.
 * @throws {MiraError} as every call; `not_found` when the server does not know it.
 * @see docs/protocol.md#jobs
 */
export async function getMusic(client: Client, id: string, options?: RequestOptions): Promise<Job<MusicReply>> {
  const job = resumeMusic(client, id)
  await job.refresh(options)
  return job
}
