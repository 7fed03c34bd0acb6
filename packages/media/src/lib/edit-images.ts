import { type Client, type FormValue, multipartBody, type RequestOptions, type UploadOptions } from '@mira/core'
import { isDataUri, parseDataUri } from './data-uri.ts'
import type { ImagesResult } from './generated-image.ts'
import { checkPrompt, checkReferences, type ImageFields, toImageUrls } from './image-params.ts'
import { type ImageSource, readImageUrl } from './image-source.ts'
import type { Open } from './open.ts'
import { requestImages } from './request-images.ts'
import { toFormPairs } from './to-form-pairs.ts'
import { toImageUrl } from './to-image-url.ts'

/** The known fields of an edit. */
export interface EditImagesFields extends ImageFields {
  /** 1 to 4 pictures, the one to edit first. */
  reference_images: readonly ImageSource[]
  /** Where the picture may change, for servers that read it. */
  mask?: ImageSource | undefined
}

/** Parameters of {@link editImages}; fields that are not listed are sent as they are. */
export type EditImagesParams = Open<EditImagesFields>

/** Options of {@link editImages}. */
export interface EditImagesOptions extends RequestOptions, UploadOptions {
  /**
   * How pictures travel: `json` (default) as `data:` URIs in `reference_images`; `multipart` as the parts `image` and
   * `mask` of a form, read as they are sent, of which `onUploadProgress` tells.
   */
  readonly encoding?: 'json' | 'multipart' | undefined
}

const operation = 'images.edit'
const path = '/v1/images/edit'

/**
 * Makes images of others.
 *
 * @param client Connection made with `createClient`.
 * @throws {MiraError} as every call; `bad_request` or `content_blocked` for a prompt or picture that is not allowed.
 * @throws {TypeError | RangeError} for an empty prompt, and for references that are no pictures, none or too many.
 * @see docs/protocol.md#images
 */
export async function editImages(
  client: Client,
  params: EditImagesParams,
  { encoding = 'json', onUploadProgress, ...options }: EditImagesOptions = {},
): Promise<ImagesResult> {
  checkPrompt(params?.prompt)
  checkReferences(params.reference_images ?? [], 1)
  if (encoding === 'multipart') {
    const body = multipartBody(toForm(params), { onUploadProgress })
    return requestImages(client, { operation, path, body }, options)
  }
  return requestImages(client, { operation, path, json: await toJson(params, options.signal) }, options)
}

async function toJson(params: EditImagesFields, signal: AbortSignal | undefined): Promise<object> {
  const { reference_images: references, mask, ...fields } = params
  return {
    ...fields,
    reference_images: await toImageUrls(references, signal),
    mask: mask && (await toImageUrl(mask, signal)),
  }
}

/** Several parts of one name have the brackets that OpenAI's libraries give them. */
function toForm({ reference_images: references, mask, ...fields }: EditImagesFields): [string, FormValue][] {
  const name = references.length > 1 ? 'image[]' : 'image'
  const images = references.map((reference): [string, FormValue] => [name, toPart(reference)])
  return [...toFormPairs(fields), ...images, ...(mask ? [['mask', toPart(mask)] as [string, FormValue]] : [])]
}

/** What a form has for a picture: a file, or the address of one as text. */
function toPart(source: ImageSource): FormValue {
  const url = readImageUrl(source)
  if (url === undefined) return source as FormValue
  if (!isDataUri(url)) return url
  const { bytes, mediaType } = parseDataUri(url)
  return { source: bytes, type: mediaType }
}
