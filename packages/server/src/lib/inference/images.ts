import type { ImageQuality, ImageSize, MadeImage } from '@mira/engine'
import { ApiError } from '../api-error.ts'
import { runMetered } from '../billing/metered.ts'
import type { Call, ServerContext } from '../context.ts'
import type { MediaInfo } from '../media/media-store.ts'
import { findModel } from './catalogue.ts'
import { engineOptionsOf } from './engine-options.ts'
import { refuseBlockedPictures, refuseBlockedPrompt } from './moderation.ts'

const model = 'mira-image'

/** Retention of image files, in milliseconds. */
const fileLifetimeMs = 24 * 60 * 60 * 1_000

const maxReferences = 4

/** Input image: a URL, a data URI or base64 as text, or the bytes of an uploaded file. */
export type PictureSource = string | Uint8Array

/** Images to generate, from a prompt alone or from reference images. */
export interface MakeImagesRequest {
  readonly model: string | undefined
  readonly prompt: string
  readonly size: ImageSize | undefined
  readonly quality: ImageQuality
  readonly count: number
  readonly seed: number | undefined
  /** Images to edit or combine; error messages name them `reference_images`. */
  readonly references: readonly PictureSource[]
  readonly mask: PictureSource | undefined
  /** Whether the images are stored as files. */
  readonly isKept: boolean
}

/** Generated image, with its file if it was stored. */
export interface KeptImage extends MadeImage {
  readonly file: MediaInfo | undefined
}

/**
 * Generates or edits images and stores them; records and charges the usage.
 *
 * @throws {ApiError} 400 for a blocked prompt or image or an invalid image, 402, 403 or 429 when the plan's limits are
 * exceeded.
 */
export async function makeImages(
  context: Pick<
    ServerContext,
    'admission' | 'engines' | 'media' | 'moderator' | 'now' | 'pendingWork' | 'pictures' | 'prices' | 'store'
  >,
  call: Call,
  request: MakeImagesRequest,
): Promise<KeptImage[]> {
  findModel([{ id: model }], request.model ?? model)
  const { references, mask } = request
  if (references.length > maxReferences) {
    throw new ApiError(400, `reference_images: at most ${maxReferences} pictures, not ${references.length}`)
  }
  if (references.length === 0 && mask !== undefined) throw new ApiError(400, 'mask: there is no picture to edit')
  return runMetered(context, call, model, async () => {
    const images = await draw(context, call, request)
    const result = await Promise.all(images.map((image) => keep(context, call, image, request.isKept)))
    return { result, consumed: { inputTokens: 0, outputTokens: 0, images: images.length } }
  })
}

async function draw(
  context: Pick<ServerContext, 'engines' | 'moderator' | 'pictures'>,
  call: Call,
  { prompt, size, quality, count, seed, ...request }: MakeImagesRequest,
): Promise<readonly MadeImage[]> {
  const { signal } = call
  const options = engineOptionsOf(call)
  const engine = await context.engines.images.get()
  await refuseBlockedPrompt(context, [prompt], options)
  const made = { prompt, quality, count, seed }
  if (request.references.length === 0) {
    return engine.generate({ ...made, size: size ?? { width: 1_024, height: 1_024 } }, options)
  }
  const references = await Promise.all(
    request.references.map((source, index) => readPicture(context, source, `reference_images[${index}]`, signal)),
  )
  const mask = request.mask === undefined ? undefined : await readPicture(context, request.mask, 'mask', signal)
  await refuseBlockedPictures(context, references, options)
  return engine.edit({ ...made, size, references, mask }, options)
}

async function readPicture(
  { pictures }: Pick<ServerContext, 'pictures'>,
  source: PictureSource,
  field: string,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const { data } =
    typeof source === 'string' ? await pictures.read(source, { field, signal }) : pictures.check(source, field)
  return data
}

async function keep(
  { media, now }: Pick<ServerContext, 'media' | 'now'>,
  { principal }: Call,
  image: MadeImage,
  isKept: boolean,
): Promise<KeptImage> {
  if (!isKept) return { ...image, file: undefined }
  const { data, mediaType } = image
  const { userId } = principal
  return { ...image, file: await media.put({ data, mediaType, userId, expiresAt: now() + fileLifetimeMs }) }
}
