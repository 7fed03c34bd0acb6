import type { Client, Extensible, RequestOptions } from '@mira/core'
import type { ImagesResult } from './generated-image.ts'
import { checkPrompt, checkReferences, type ImageFields, toImageUrls } from './image-params.ts'
import type { ImageSource } from './image-source.ts'
import { requestImages } from './request-images.ts'

/** Known fields of an image request. */
export interface GenerateImagesFields extends ImageFields {
  /** Up to 4 images to change or combine as described by the prompt; files are sent as `data:` URIs. */
  reference_images?: readonly ImageSource[] | undefined
}

/** Parameters of {@link generateImages}. Other fields are sent unchanged when they are spread. */
export type GenerateImagesParams = Extensible<GenerateImagesFields>

/**
 * Generates images from a prompt.
 *
 * @param client - Client created with `createClient`.
 * @throws {MiraError} when the call fails; `bad_request` or `content_blocked` for a prompt that is not allowed.
 * @throws {TypeError | RangeError} when the prompt is empty, or the references are not images or are too many.
 * @see docs/protocol.md#images
 */
export async function generateImages(
  client: Client,
  params: GenerateImagesParams,
  options: RequestOptions = {},
): Promise<ImagesResult> {
  const { reference_images: references, ...fields }: GenerateImagesFields = params
  checkPrompt(fields.prompt)
  checkReferences(references ?? [], 0)
  const reference_images = references && (await toImageUrls(references, options.signal))
  const json = { ...fields, reference_images }
  return requestImages(client, { operation: 'images.generate', path: '/v1/images/generate', json }, options)
}
