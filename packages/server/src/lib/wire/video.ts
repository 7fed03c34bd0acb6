import { z } from '@hono/zod-openapi'
import type { StoredVideoRequest } from '../jobs/generate-media.ts'
import { ImageUrlSchema } from './image-url.ts'
import { promptSchema, webhookUrlSchema } from './job-request.ts'

/** Body of `POST /v1/video/generate`. */
export const VideoRequestSchema = z
  .looseObject({
    prompt: promptSchema,
    first_frame: ImageUrlSchema.nullish(),
    aspect_ratio: z.enum(['16:9', '9:16', '1:1']).nullish().openapi({ description: 'Default 16:9' }),
    // For a literal with several values, the OpenAPI document would list only the first.
    duration_seconds: z
      .literal([5, 10])
      .nullish()
      .openapi({ description: 'Default 5', type: 'integer', enum: [5, 10] }),
    resolution: z.enum(['720p', '1080p']).nullish().openapi({ description: 'Default 720p' }),
    seed: z.int().min(0).nullish(),
    webhook_url: webhookUrlSchema,
  })
  .openapi('VideoRequest')

/** Body of `POST /v1/video/generate`. */
export type VideoRequestBody = z.infer<typeof VideoRequestSchema>

/** Converts the body to a request for an engine; the first frame is read separately. */
export function toVideoRequest(body: VideoRequestBody, randomSeed: number): StoredVideoRequest {
  const { prompt, aspect_ratio, duration_seconds, resolution, seed } = body
  return {
    prompt,
    aspectRatio: aspect_ratio ?? '16:9',
    durationSeconds: duration_seconds ?? 5,
    resolution: resolution ?? '720p',
    seed: seed ?? randomSeed,
  }
}
