import { imageSize } from 'image-size'
import { EngineInputError, EngineUnavailableError } from '../engine.ts'
import type { ImageEditRequest, ImageEngine, ImageQuality, ImageRequest, MadeImage } from '../image-engine.ts'
import { isRecord } from '../is-record.ts'
import { UpstreamClient, type UpstreamOptions } from './upstream-client.ts'

/** Options for {@link createUpstreamImageEngine}. */
export type UpstreamImageEngineOptions = UpstreamOptions

const mediaTypes = { png: 'image/png', jpg: 'image/jpeg', webp: 'image/webp', gif: 'image/gif' } as const

/**
 * Creates an image engine that forwards requests to any server with an OpenAI-compatible `/images/generations` and
 * `/images/edits`.
 */
export function createUpstreamImageEngine(options: UpstreamImageEngineOptions): ImageEngine {
  const client = new UpstreamClient(options)
  return {
    info: {
      name: 'upstream-images',
      kind: 'upstream',
      description: `Forwards to the image model served at ${client.host}`,
    },
    formats: ['png', 'jpeg', 'webp'],
    async generate(request, { signal } = {}) {
      const body = { ...commonFields(request, options.model), size: `${request.size.width}x${request.size.height}` }
      return readImages(await client.sendForJson({ path: '/images/generations', body, signal }), request, client.host)
    },
    async edit(request, { signal } = {}) {
      const body = toForm(request, options.model)
      return readImages(await client.sendForJson({ path: '/images/edits', body, signal }), request, client.host)
    },
    close: async () => client.close(),
  }
}

function commonFields(request: Omit<ImageRequest, 'size'>, model: string | undefined) {
  const { prompt, count, quality, seed, format, compression } = request
  return {
    ...(model ? { model } : {}),
    prompt,
    n: count,
    quality: quality satisfies ImageQuality,
    response_format: 'b64_json',
    ...(seed === undefined ? {} : { seed }),
    ...(format === undefined ? {} : { output_format: format }),
    ...(compression === undefined ? {} : { output_compression: compression }),
  }
}

function toForm(request: ImageEditRequest, model: string | undefined): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(commonFields(request, model))) form.append(name, String(value))
  if (request.size) form.append('size', `${request.size.width}x${request.size.height}`)
  // A single image is sent as `image` and several as `image[]`, like OpenAI's clients do.
  const field = request.references.length === 1 ? 'image' : 'image[]'
  for (const [index, file] of request.references.entries())
    form.append(field, toFile(file, 'references'), `reference-${index + 1}`)
  if (request.mask) form.append('mask', toFile(request.mask, 'mask'), 'mask')
  return form
}

function toFile(data: Uint8Array, field: string): Blob {
  const mediaType = readHeader(data)?.mediaType
  if (mediaType) return new Blob([new Uint8Array(data)], { type: mediaType })
  throw new EngineInputError(`${field} is not an image that can be sent; send a PNG, JPEG, WebP or GIF file`, field, {
    code: 'unsupported_format',
  })
}

interface ImageHeader {
  readonly width: number
  readonly height: number
  readonly mediaType: (typeof mediaTypes)[keyof typeof mediaTypes]
}

/** Reads size and media type of a PNG, JPEG, WebP or GIF file without decoding it; undefined for other formats. */
function readHeader(data: Uint8Array): ImageHeader | undefined {
  try {
    const { width, height, type } = imageSize(data)
    const mediaType = mediaTypes[type as keyof typeof mediaTypes]
    return mediaType && { width, height, mediaType }
  } catch {
    return undefined
  }
}

function readImages(answer: unknown, { count, seed }: Pick<ImageRequest, 'count' | 'seed'>, host: string): MadeImage[] {
  const rows: unknown[] = isRecord(answer) && Array.isArray(answer.data) ? answer.data : []
  const images: MadeImage[] = []
  for (const row of rows)
    if (isRecord(row) && typeof row.b64_json === 'string')
      images.push(readImage(row.b64_json, row.revised_prompt, { seed, host }))
  if (images.length !== count)
    throw new EngineUnavailableError(
      `The upstream at ${host} returned ${images.length} images (b64_json) instead of ${count}`,
    )
  return images
}

function readImage(
  base64: string,
  revised: unknown,
  { seed, host }: { seed: number | undefined; host: string },
): MadeImage {
  const data = new Uint8Array(Buffer.from(base64, 'base64'))
  const header = readHeader(data)
  if (!header || header.mediaType === 'image/gif')
    throw new EngineUnavailableError(`The upstream at ${host} gave a file that is no PNG, JPEG or WebP`)
  return {
    width: header.width,
    height: header.height,
    data,
    mediaType: header.mediaType,
    seed: seed ?? 0,
    ...(typeof revised === 'string' ? { revisedPrompt: revised } : {}),
  }
}
