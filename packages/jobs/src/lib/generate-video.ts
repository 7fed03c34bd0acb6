import type { Client, RequestOptions } from '@mira/core'
import { createJob } from './create-job.ts'
import { encodeFirstFrame, type FrameSource } from './first-frame.ts'
import type { Job } from './job.ts'
import { video } from './job-kind.ts'
import type { VideoParams, VideoReply } from './video.ts'

/**
 * Starts the generation of a video. If the response is lost, the request is retried only if the server supports
 * idempotency keys, so that a call is never billed twice.
 *
 * @param client - Client created with `createClient`.
 * @returns A job handle. Call `wait()` for the result.
 * @throws {MiraError} when the request fails.
 * @throws {TypeError} when `first_frame` is not an image.
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
