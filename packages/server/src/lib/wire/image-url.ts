import { z } from '@hono/zod-openapi'

/** Image as an http(s) URL or a `data:` URI. */
export const ImageUrlSchema = z
  .string()
  .regex(/^(?:https?:\/\/|data:image\/)/, 'expected an http(s) URL or a data:image URI')
