import type { ImageQuality, ImageSize, MadeImage } from '@mira/engine'
import { ApiError } from '../api-error.ts'
import { runMetered } from '../billing/run-metered.ts'
import type { Call } from '../call.ts'
import type { ServerContext } from '../context.ts'
import type { ReadImageOptions } from '../fetching/image-reader.ts'
import type { MediaInfo } from '../media/media-store.ts'
import { engineOptionsOf } from './engine-options.ts'
import { rejectBlockedImages, rejectBlockedPrompt } from './moderation.ts'

const model = 'mira-image'

/** Retention of image files, in milliseconds. */
const fileLifetimeMs = 24 * 60 * 60 * 1_000

const maxReferences = 4

/** Input image: a URL, a data URI or base64 as text, or the bytes of an uploaded file. */
export type ImageSource = string | Uint8Array

/** Images to generate, from a prompt alone or from reference images. */
export interface GenerateImagesRequest {
  readonly model: string | undefined
  readonly prompt: string
  readonly size: ImageSize | undefined
  readonly quality: ImageQuality
  readonly count: number
  readonly seed: number | undefined
  /** Images to edit or combine; error messages name them `reference_images`. */
  readonly references: readonly ImageSource[]
  readonly mask: ImageSource | undefined
  /** Whether the images are stored as files. */
  readonly isStored: boolean
}

/** Generated image, with its file if it was stored. */
export interface StoredImage extends MadeImage {
  readonly file: MediaInfo | undefined
}

/**
 * Generates or edits images and stores them; records and charges the usage.
 *
 * @throws {ApiError} 400 for a blocked prompt or image or an invalid image, 402, 403 or 429 when the plan's limits are
 * exceeded.
 */
export async function generateImages(
  context: Pick<
    ServerContext,
    | 'admission'
    | 'catalog'
    | 'engines'
    | 'media'
    | 'moderator'
    | 'now'
    | 'pendingWork'
    | 'imageReader'
    | 'usageWriter'
    | 'store'
  >,
  call: Call,
  request: GenerateImagesRequest,
): Promise<StoredImage[]> {
  context.catalog.checkName('images', model, request.model)
  const { references, mask } = request
  if (references.length > maxReferences) {
    throw new ApiError(400, `reference_images: expected at most ${maxReferences} images, received ${references.length}`)
  }
  if (references.length === 0 && mask !== undefined) throw new ApiError(400, 'mask: a mask requires an image to edit')
  const work = async () => {
    const images = await runEngine(context, call, request)
    const result = request.isStored
      ? await Promise.all(images.map((image) => store(context, call, image)))
      : images.map((image) => ({ ...image, file: undefined }))
    return { result, consumed: { inputTokens: 0, outputTokens: 0, images: images.length } }
  }
  const expected = { model, inputTokens: 0, outputTokens: 0, images: request.count }
  return runMetered(context, call, { expected, isExact: true, work })
}

async function runEngine(
  context: Pick<ServerContext, 'engines' | 'moderator' | 'imageReader'>,
  call: Call,
  { prompt, size, quality, count, seed, ...request }: GenerateImagesRequest,
): Promise<readonly MadeImage[]> {
  const { signal } = call
  const options = engineOptionsOf(call)
  const engine = await context.engines.images.get()
  await rejectBlockedPrompt(context, [prompt], options)
  const parameters = { prompt, quality, count, seed }
  if (request.references.length === 0) {
    return engine.generate({ ...parameters, size: size ?? { width: 1_024, height: 1_024 } }, options)
  }
  const references = await Promise.all(
    request.references.map((source, index) =>
      readImage(context, source, { field: `reference_images[${index}]`, signal }),
    ),
  )
  const mask =
    request.mask === undefined ? undefined : await readImage(context, request.mask, { field: 'mask', signal })
  await rejectBlockedImages(context, references, options)
  return engine.edit({ ...parameters, size, references, mask }, options)
}

async function readImage(
  { imageReader }: Pick<ServerContext, 'imageReader'>,
  source: ImageSource,
  options: ReadImageOptions,
): Promise<Uint8Array> {
  const { data } =
    typeof source === 'string' ? await imageReader.read(source, options) : imageReader.check(source, options.field)
  return data
}

async function store(
  { media, now }: Pick<ServerContext, 'media' | 'now'>,
  { principal }: Call,
  image: MadeImage,
): Promise<StoredImage> {
  const { data, mediaType } = image
  const { userId } = principal
  return { ...image, file: await media.put({ data, mediaType, userId, expiresAt: now() + fileLifetimeMs }) }
}
