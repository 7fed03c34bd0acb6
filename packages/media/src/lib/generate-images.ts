import type { Client, RequestOptions } from '@mira/core'
import type { ImagesResult } from './generated-image.ts'
import { checkPrompt, checkReferences, type ImageFields, toImageUrls } from './image-params.ts'
import type { ImageSource } from './image-source.ts'
import type { Open } from './open.ts'
import { requestImages } from './request-images.ts'

/** The known fields of images to make. */
export interface GenerateImagesFields extends ImageFields {
  /** Up to 4 pictures to change or combine as the prompt says; files go out as `data:` URIs. */
  reference_images?: readonly ImageSource[] | undefined
}

/** Parameters of {@link generateImages}; fields that are not listed are sent as they are. */
export type GenerateImagesParams = Open<GenerateImagesFields>

/**
 * Makes images of a prompt.
 *
 * @param client Connection made with `createClient`.
 * @throws {MiraError} as every call; `bad_request` or `content_blocked` for a prompt that is not allowed.
 * @throws {TypeError | RangeError} for an empty prompt, and for references that are no pictures or too many.
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
