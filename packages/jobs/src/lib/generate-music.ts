import type { Client, RequestOptions } from '@mira/core'
import { createJob } from './create-job.ts'
import type { Job } from './job.ts'
import { music } from './job-kind.ts'
import type { MusicParams, MusicReply } from './music.ts'

/**
 * Starts a piece of music. After a lost reply it is repeated only where the server tells repeats apart, so that one
 * call never bills two.
 *
 * @param client Connection made with `createClient`.
 * @returns Its handle, to wait for the result.
 * @throws {MiraError} as every call.
 * @see docs/protocol.md#jobs
 */
export function generateMusic(client: Client, params: MusicParams, options?: RequestOptions): Promise<Job<MusicReply>> {
  return createJob(client, music, params, options)
}
