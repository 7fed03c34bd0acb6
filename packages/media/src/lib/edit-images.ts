import {
  type Client,
  type Extensible,
  type FileSource,
  type FormValue,
  multipartBody,
  type RequestOptions,
  type UploadOptions,
} from '@mira/core'
import { isDataUri, parseDataUri } from './data-uri.ts'
import type { ImagesResult } from './generated-image.ts'
import { checkPrompt, checkReferences, type ImageFields, toImageUrls } from './image-params.ts'
import { type ImageSource, readImageUrl } from './image-source.ts'
import { nameByContent } from './name-by-content.ts'
import { requestImages } from './request-images.ts'
import { toFormPairs } from './to-form-pairs.ts'
import { toImageUrl } from './to-image-url.ts'

/** Known fields of an image edit. */
export interface EditImagesFields extends ImageFields {
  /** 1 to 4 images; the image to edit comes first. */
  reference_images: readonly ImageSource[]
  /** Area of the image that may change, for servers that support masks. */
  mask?: ImageSource | undefined
}

/** Parameters of {@link editImages}. Other fields are sent unchanged when they are spread. */
export type EditImagesParams = Extensible<EditImagesFields>

/** Options of {@link editImages}. */
export interface EditImagesOptions extends RequestOptions, UploadOptions {
  /**
   * Encoding of the images. `json` sends them as `data:` URIs in `reference_images`; `multipart` sends them as the form
   * parts `image` and `mask`, which are read while they are sent and whose progress is reported to `onUploadProgress`.
   *
   * @defaultValue `json`
   */
  readonly encoding?: 'json' | 'multipart' | undefined
}

const operation = 'images.edit'
const path = '/v1/images/edit'

/**
 * Creates images from other images.
 *
 * @param client - Client created with `createClient`.
 * @throws {MiraError} when the call fails; `bad_request` or `content_blocked` for a prompt or image that is not
 * allowed.
 * @throws {TypeError | RangeError} when the prompt is empty, or the references are not images, are missing, or are too
 * many.
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
    const body = multipartBody(await toForm(params, options.signal ?? undefined), { onUploadProgress })
    // The fields are not sent, but named in events: the model.
    return requestImages(client, { operation, path, json: { model: params.model }, body }, options)
  }
  return requestImages(client, { operation, path, json: await toJson(params, options.signal) }, options)
}

async function toJson(params: EditImagesFields, signal: AbortSignal | null | undefined): Promise<object> {
  const { reference_images: references, mask, ...fields } = params
  return {
    ...fields,
    reference_images: await toImageUrls(references, signal),
    mask: mask && (await toImageUrl(mask, signal)),
  }
}

/** Creates the form fields. Several parts with one name have brackets, as in OpenAI's libraries. */
async function toForm(
  { reference_images: references, mask, ...fields }: EditImagesFields,
  signal: AbortSignal | undefined,
): Promise<[string, FormValue][]> {
  const name = references.length > 1 ? 'image[]' : 'image'
  const pairs = toFormPairs(fields)
  for (const reference of references) pairs.push([name, await toPart(reference, signal)])
  if (mask) pairs.push(['mask', await toPart(mask, signal)])
  return pairs
}

/** Converts an image to a form value: a file, or its URL as text. */
async function toPart(source: ImageSource, signal: AbortSignal | undefined): Promise<FormValue> {
  const url = readImageUrl(source)
  if (url === undefined) return nameByContent(source as FileSource, signal)
  if (!isDataUri(url)) return url
  const { bytes, mediaType } = parseDataUri(url)
  return nameByContent({ source: bytes, type: mediaType }, signal)
}
