import { z } from '@hono/zod-openapi'
import type { ImageQuality, ImageSize } from '@mira/engine'

/** Supported sizes: the documented ones and those of OpenAI. */
const sizes = ['auto', '256x256', '512x512', '1024x1024', '1024x1536', '1536x1024', '1024x1792', '1792x1024'] as const

/** Maximum images per request. */
const maxImages = 4

/** Image as a URL, a data URI or base64, plain or in the object form of OpenAI. */
const ImageSourceSchema = z.union([
  z.string().min(1),
  z.object({ image_url: z.string().min(1) }),
  z.object({ url: z.string().min(1) }),
])

/** Integer; a form sends it as text. */
const wholeNumber = z.union([
  z.int(),
  z
    .string()
    .regex(/^-?\d{1,15}$/)
    .transform(Number),
])

/** Fields that would change the form of the answer in a way that no engine supports. */
const unsupportedForms = {
  output_format: z.literal('png', { error: 'only "png" is supported' }).nullish(),
  background: z.enum(['auto', 'opaque'], { error: 'transparent images are not supported; use "auto"' }).nullish(),
  stream: z.literal([false, 'false'], { error: 'images are not streamed; omit the field' }).nullish(),
}

/** Body of `POST /v1/images/generate`, and the fields of `/v1/images/edit` that are not files. */
export const ImageRequestSchema = z
  .looseObject({
    prompt: z.string().trim().min(1).max(4_000),
    model: z.string().nullish(),
    n: wholeNumber.refine((count) => count >= 1 && count <= maxImages, `expected 1 to ${maxImages} images`).nullish(),
    size: z.enum(sizes).nullish(),
    quality: z.enum(['auto', 'low', 'medium', 'high', 'standard', 'hd']).nullish(),
    response_format: z.enum(['url', 'b64_json']).nullish(),
    seed: wholeNumber.nullish(),
    reference_images: z.array(ImageSourceSchema).nullish(),
    image: z.union([ImageSourceSchema, z.array(ImageSourceSchema)]).nullish(),
    images: z.array(ImageSourceSchema).nullish(),
    mask: ImageSourceSchema.nullish(),
    ...unsupportedForms,
  })
  .openapi('ImageRequest')

/** Body of the image endpoints. */
export type ImageRequestBody = z.infer<typeof ImageRequestSchema>

/** Response of the image endpoints. */
export const ImageListSchema = z
  .object({
    created: z.int(),
    data: z.array(
      z.object({
        url: z.string().optional(),
        b64_json: z.string().optional(),
        revised_prompt: z.string().optional(),
      }),
    ),
  })
  .openapi('ImageList')

/** Lists the reference images of a body from all field names that clients use. */
export function listReferences({ reference_images, image, images }: ImageRequestBody): string[] {
  const single = image == null ? [] : Array.isArray(image) ? image : [image]
  return [...(reference_images ?? []), ...single, ...(images ?? [])].map(toSource)
}

/** Returns the mask of a body, if any. */
export function readMask({ mask }: ImageRequestBody): string | undefined {
  return mask == null ? undefined : toSource(mask)
}

function toSource(source: z.infer<typeof ImageSourceSchema>): string {
  if (typeof source === 'string') return source
  return 'url' in source ? source.url : source.image_url
}

/** Converts a size to width and height, or `undefined` for `auto`. */
export function toImageSize(size: ImageRequestBody['size']): ImageSize | undefined {
  const [, width, height] = /^(\d+)x(\d+)$/.exec(size ?? 'auto') ?? []
  return width === undefined ? undefined : { width: Number(width), height: Number(height) }
}

/** Converts a quality to the engine's; `auto` becomes `medium`. */
export function toImageQuality(quality: ImageRequestBody['quality']): ImageQuality {
  if (quality === 'low' || quality === 'high') return quality
  return quality === 'hd' ? 'high' : 'medium'
}
