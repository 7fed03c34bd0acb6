import type { Client, RequestOptions } from '@mira/core'
import { createJob } from './create-job.ts'
import { encodeFirstFrame, type FrameSource } from './first-frame.ts'
import type { Job } from './job.ts'
import { video } from './job-kind.ts'
import type { VideoParams, VideoReply } from './video.ts'

/**
 * Starts a video. After a lost reply it is repeated only where the server tells repeats apart, so that one call never
 * bills two.
 *
 * @param client Connection made with `createClient`.
 * @returns Its handle, to wait for the result.
 * @throws {MiraError} as every call.
 * @throws {TypeError} for a `first_frame` that is no picture.
 * @see docs/protocol.md#jobs
 */
export async function generateVideo(
  client: Client,
  params: VideoParams,
  options?: RequestOptions,
): Promise<Job<VideoReply>> {
  const frame = params.first_frame as FrameSource | null | undefined
  const wireParams = frame == null ? params : { ...params, first_frame: await encodeFirstFrame(frame) }
  return createJob(client, video, wireParams, options)
}
