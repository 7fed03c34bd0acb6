import type { ImageEngine, ImageQuality, ImageRequest, ImageSize, MadeImage } from '@mira/engine'
import { ApiError, fieldError } from '../api-error.ts'
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
  /** Format of the files. Defaults to the engine's choice. */
  readonly format: ImageRequest['format']
  /** Quality of a lossy format, 0 to 100. */
  readonly compression: number | undefined
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
    checkMade(images, request.format)
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
  { size, isStored: _, model: _name, references: sources, mask: maskSource, ...parameters }: GenerateImagesRequest,
): Promise<readonly MadeImage[]> {
  const { signal } = call
  const options = engineOptionsOf(call)
  const engine = await context.engines.images.get()
  checkFormat(engine, parameters.format)
  await rejectBlockedPrompt(context, [parameters.prompt], options)
  if (sources.length === 0) {
    return engine.generate({ ...parameters, size: size ?? { width: 1_024, height: 1_024 } }, options)
  }
  const references = await Promise.all(
    sources.map((source, index) => readImage(context, source, { field: `reference_images[${index}]`, signal })),
  )
  const mask = maskSource === undefined ? undefined : await readImage(context, maskSource, { field: 'mask', signal })
  await rejectBlockedImages(context, references, options)
  return engine.edit({ ...parameters, size, references, mask }, options)
}

function checkFormat({ formats = ['png'] }: ImageEngine, format: ImageRequest['format']): void {
  if (format === undefined || formats.includes(format)) return
  throw fieldError('output_format', `the engine does not make ${format}; available formats: ${formats.join(', ')}`)
}

/** Rejects the images of an engine, such as an upstream, that ignores the format: an answer in another one is no answer. */
function checkMade(images: readonly MadeImage[], format: ImageRequest['format']): void {
  const other = format && images.find(({ mediaType }) => mediaType !== `image/${format}`)
  if (other) throw new ApiError(502, `output_format: the engine returned ${other.mediaType} instead of image/${format}`)
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
