import type { Client, RequestOptions } from '@mira/core'
import { createJob } from './create-job.ts'
import type { Job } from './job.ts'
import { music } from './job-kind.ts'
import type { MusicParams, MusicReply } from './music.ts'

/**
 * Starts the generation of a piece of music. If the response is lost, the request is retried only if the server
 * supports idempotency keys, so that a call is never billed twice.
 *
 * @param client - Client created with `createClient`.
 * @returns A job handle. Call `wait()` for the result.
 * @throws {MiraError} when the request fails.
 * @see docs/protocol.md#jobs
 */
export function generateMusic(client: Client, params: MusicParams, options?: RequestOptions): Promise<Job<MusicReply>> {
  return createJob(client, { kind: music, params }, options)
}
