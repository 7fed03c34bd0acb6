import { EngineInputError, EngineUnavailableError } from '../engine.ts'
import type { ImageEditRequest, ImageEngine, ImageQuality, ImageRequest, MadeImage } from '../images/image-engine.ts'
import { readPictureHeader } from '../images/pixels/read-picture.ts'
import { isRecord } from '../is-record.ts'
import { UpstreamClient, type UpstreamOptions } from './upstream-client.ts'

/** Options for {@link createUpstreamImageEngine}. */
export type UpstreamImageEngineOptions = UpstreamOptions

const mediaTypes = { png: 'image/png', jpeg: 'image/jpeg', webp: 'image/webp' } as const

/** Forwards pictures to any server that speaks OpenAI's `/images/generations` and `/images/edits`. */
export function createUpstreamImageEngine(options: UpstreamImageEngineOptions): ImageEngine {
  const client = new UpstreamClient(options)
  return {
    info: {
      name: 'upstream-images',
      kind: 'upstream',
      description: `Forwards to the image model served at ${client.host}`,
    },
    async generate(request, { signal } = {}) {
      const body = { ...commonFields(request, options.model), size: `${request.size.width}x${request.size.height}` }
      return readImages(await client.sendForJson({ path: '/images/generations', body, signal }), request, client.host)
    },
    async edit(request, { signal } = {}) {
      const body = await toForm(request, options.model)
      return readImages(await client.sendForJson({ path: '/images/edits', body, signal }), request, client.host)
    },
    close: async () => client.close(),
  }
}

function commonFields({ prompt, count, quality, seed }: Omit<ImageRequest, 'size'>, model: string | undefined) {
  return {
    ...(model ? { model } : {}),
    prompt,
    n: count,
    quality: quality satisfies ImageQuality,
    response_format: 'b64_json',
    ...(seed === undefined ? {} : { seed }),
  }
}

async function toForm(request: ImageEditRequest, model: string | undefined): Promise<FormData> {
  const form = new FormData()
  for (const [name, value] of Object.entries(commonFields(request, model))) form.append(name, String(value))
  if (request.size) form.append('size', `${request.size.width}x${request.size.height}`)
  // One picture goes as `image`, several as `image[]`, as OpenAI's clients send them.
  const field = request.references.length === 1 ? 'image' : 'image[]'
  for (const [index, file] of request.references.entries())
    form.append(field, await toFile(file, 'references'), `reference-${index + 1}`)
  if (request.mask) form.append('mask', await toFile(request.mask, 'mask'), 'mask')
  return form
}

async function toFile(data: Uint8Array, field: string): Promise<Blob> {
  const { format } = await readPictureHeader(data, field)
  if (format !== 'gif' && !(format in mediaTypes))
    throw new EngineInputError(`${field} must be PNG, JPEG, WebP or GIF, not ${format}`, field)
  return new Blob([new Uint8Array(data)], { type: `image/${format}` })
}

async function readImages(
  answer: unknown,
  { count, seed }: Pick<ImageRequest, 'count' | 'seed'>,
  host: string,
): Promise<MadeImage[]> {
  const rows: unknown[] = isRecord(answer) && Array.isArray(answer.data) ? answer.data : []
  const images: MadeImage[] = []
  for (const row of rows)
    if (isRecord(row) && typeof row.b64_json === 'string')
      images.push(await readImage(row.b64_json, row.revised_prompt, seed, host))
  if (images.length !== count)
    throw new EngineUnavailableError(
      `The upstream at ${host} gave ${images.length} pictures (b64_json) instead of ${count}`,
    )
  return images
}

async function readImage(base64: string, revised: unknown, seed: number | undefined, host: string): Promise<MadeImage> {
  const data = new Uint8Array(Buffer.from(base64, 'base64'))
  const header = await readPictureHeader(data, 'b64_json').catch(() => undefined)
  const mediaType = header && mediaTypes[header.format as keyof typeof mediaTypes]
  if (!header || !mediaType)
    throw new EngineUnavailableError(`The upstream at ${host} gave a file that is no PNG, JPEG or WebP`)
  return {
    width: header.width,
    height: header.height,
    data,
    mediaType,
    seed: seed ?? 0,
    ...(typeof revised === 'string' ? { revisedPrompt: revised } : {}),
  }
}
