import type { Client, RequestOptions } from '@mira/core'
import { encodeImage } from '@mira/core/internal'
import { createJob } from './create-job.ts'
import type { Job } from './job.ts'
import { video } from './job-kind.ts'
import type { FrameSource, VideoParams, VideoReply } from './video.ts'

const imageNames = { name: 'first_frame', readFile: 'firstFrameFile of @mira/jobs/node' }

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
  const wireParams = frame == null ? params : { ...params, first_frame: await encodeImage(frame, imageNames) }
  return createJob(client, { kind: video, params: wireParams }, options)
}
