import { z } from '@hono/zod-openapi'
import type { ImageQuality, ImageSize, MadeImage } from '@mira/engine'
import { rejectForeignForms } from './reject-foreign-forms.ts'

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

/** Boolean; a form sends it as text. */
const flag = z.union([
  z.boolean(),
  z.enum(['true', 'True', 'false', 'False']).transform((text) => text.toLowerCase() === 'true'),
])

const formats = ['png', 'jpeg', 'webp'] as const

/** Fields of the form in which images are sent. */
const formFields = {
  response_format: z.enum(['url', 'b64_json']).nullish(),
  output_format: z.enum(formats).nullish(),
  output_compression: wholeNumber.refine((value) => value >= 0 && value <= 100, 'expected 0 to 100').nullish(),
  background: z
    .enum(['auto', 'opaque'], { error: 'only "auto" and "opaque" are supported: no engine makes transparent images' })
    .nullish(),
  stream: flag.nullish(),
  partial_images: wholeNumber.refine((value) => value >= 0 && value <= 3, 'expected 0 to 3').nullish(),
}

type FormFields = z.infer<z.ZodObject<typeof formFields>>

/** Rejects fields that the others leave without effect. */
function checkForm(
  { stream, response_format, partial_images, output_format, output_compression }: FormFields,
  problems: z.RefinementCtx,
): void {
  const reject = (field: keyof FormFields, message: string) =>
    problems.addIssue({ code: 'custom', path: [field], message })
  if (stream === true && response_format === 'url') {
    reject('response_format', 'only "b64_json" is supported with stream: events contain the images')
  }
  if (stream !== true && (partial_images ?? 0) > 0) reject('partial_images', 'expected stream: true as well')
  const isLossless = output_format !== 'jpeg' && output_format !== 'webp'
  if (isLossless && (output_compression ?? 100) !== 100) {
    reject('output_compression', 'available with output_format "jpeg" and "webp" only')
  }
}

/** Body of `POST /v1/images/generate`, and the fields of `/v1/images/edit` that are not files. */
export const ImageRequestSchema = z
  .looseObject({
    prompt: z.string().trim().min(1).max(4_000),
    model: z.string().nullish(),
    n: wholeNumber.refine((count) => count >= 1 && count <= maxImages, `expected 1 to ${maxImages} images`).nullish(),
    size: z.enum(sizes).nullish(),
    quality: z.enum(['auto', 'low', 'medium', 'high', 'standard', 'hd']).nullish(),
    seed: wholeNumber.nullish(),
    reference_images: z.array(ImageSourceSchema).nullish(),
    image: z.union([ImageSourceSchema, z.array(ImageSourceSchema)]).nullish(),
    images: z.array(ImageSourceSchema).nullish(),
    mask: ImageSourceSchema.nullish(),
    ...formFields,
  })
  .superRefine(checkForm)
  .superRefine(rejectForeignForms({ stream_format: 'not a field of images; use stream: true for events' }))
  .openapi('ImageRequest')

/** Body of the image endpoints. */
export type ImageRequestBody = z.infer<typeof ImageRequestSchema>

const described = {
  background: z.enum(['auto', 'opaque']),
  output_format: z.enum(formats),
  quality: z.enum(['low', 'medium', 'high']),
  size: z.string().openapi({ description: 'Width and height, such as `1024x1024`' }),
}

const count = z.int()

const CompletedEventSchema = z.object({
  type: z.enum(['image_generation.completed', 'image_edit.completed']),
  b64_json: z.string(),
  created_at: z.int(),
  ...described,
  usage: z
    .object({
      input_tokens: count,
      input_tokens_details: z.object({ image_tokens: count, text_tokens: count }),
      output_tokens: count,
      total_tokens: count,
    })
    .openapi({ description: 'All 0: images are charged by the image, and use no tokens' }),
})

/** Event of an image stream. */
export const ImageEventSchema = CompletedEventSchema.openapi('ImageStreamEvent')

/** Event of an image stream. */
export type ImageEvent = z.infer<typeof CompletedEventSchema>

/** Response of the image endpoints. */
export const ImageListSchema = z
  .object({
    created: z.int(),
    ...described,
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

/** Describes images in the words of the request; those of an answer are alike. */
export function describeImages(
  { background, quality }: Pick<ImageRequestBody, 'background' | 'quality'>,
  images: readonly MadeImage[],
): Pick<ImageEvent, keyof typeof described> {
  const [{ mediaType, width, height }] = images as readonly [MadeImage]
  return {
    background: background ?? 'auto',
    output_format: mediaType.slice('image/'.length) as ImageEvent['output_format'],
    quality: toImageQuality(quality),
    size: `${width}x${height}`,
  }
}

/** Usage of an image: it has no tokens. */
export const imageUsage: ImageEvent['usage'] = {
  input_tokens: 0,
  input_tokens_details: { image_tokens: 0, text_tokens: 0 },
  output_tokens: 0,
  total_tokens: 0,
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

/**
 * Returns whether images are sent in base64 instead of by URL. OpenAI's models `gpt-image-…` always answer in base64, so that
 * clients that name one request no format.
 */
export function isInBase64({ response_format, model, stream }: ImageRequestBody): boolean {
  if (stream === true || response_format === 'b64_json') return true
  return response_format == null && /^(?:chat)?gpt-image/.test(model ?? '')
}

/** Converts a quality to the engine's; `auto` becomes `medium`. */
export function toImageQuality(quality: ImageRequestBody['quality']): ImageQuality {
  if (quality === 'low' || quality === 'high') return quality
  return quality === 'hd' ? 'high' : 'medium'
}
