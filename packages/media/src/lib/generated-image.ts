import { type Bytes, type Client, type DownloadOptions, MiraError } from '@mira/core'
import { isRecord, redactJson, reportedError, stateOf } from '@mira/core/internal'
import { asText, type Fields, firstField } from './fields.ts'
import type { MediaContent } from './media-content.ts'
import { openContent } from './open-content.ts'

/**
 * A generated image: the fields sent by the server, and methods that read its content. JSON and spreading omit the
 * methods.
 */
export interface GeneratedImage {
  /** URL of the image; the server determines how long it is valid. */
  url?: string | null | undefined
  /** Base64 of the image, from servers that send it. */
  b64_json?: string | null | undefined
  /** Prompt that was actually used. */
  revised_prompt?: string | null | undefined
  readonly [field: string]: unknown
  /** Opens the content for reading in chunks; each call starts over. Nothing is sent until it is read. */
  content(options?: DownloadOptions): MediaContent
  /** Reads the image as a Blob of its media type. */
  blob(options?: DownloadOptions): Promise<Blob>
  /** Reads the image as bytes. */
  bytes(options?: DownloadOptions): Promise<Bytes>
}

/** Result of an image request. */
export interface ImagesResult {
  /** Creation time in Unix seconds. */
  created?: number | undefined
  data: GeneratedImage[]
  readonly [field: string]: unknown
}

const operation = 'images.download'

/** Decodes a reply: a bare list, or a list in `data` or `images`. An entry that is a string is a URL. */
export function toImagesResult(client: Client, body: object): ImagesResult {
  const { data, images, ...fields }: Fields = Array.isArray(body) ? { data: body } : (body as Fields)
  const entries = [data, images].find(Array.isArray) ?? []
  return { ...fields, data: entries.map((entry) => toImage(client, entry)) }
}

function toImage(client: Client, entry: unknown): GeneratedImage {
  const image = isRecord(entry) ? entry : { url: entry }
  const content = (options: DownloadOptions = {}): MediaContent => openImage(client, image, options)
  const methods: Pick<GeneratedImage, 'content' | 'bytes' | 'blob'> = {
    content,
    bytes: async (options) => content(options).bytes(),
    blob: async (options) => content(options).blob(),
  }
  for (const [name, value] of Object.entries(methods)) Object.defineProperty(image, name, { value, enumerable: false })
  return image as GeneratedImage
}

function openImage(client: Client, image: Fields, options: DownloadOptions): MediaContent {
  const base64 = asText(firstField(image, ['b64_json', 'base64', 'b64']))
  const url = asText(firstField(image, ['url', 'image_url']))
  if (base64 !== undefined) return openContent(client, { base64 }, { ...options, operation })
  if (url !== undefined) return openContent(client, { url }, { ...options, operation })
  if (image.error) throw reportedError(redactJson(image, stateOf(client).secrets), { operation })
  throw new MiraError(`${operation}: the image has neither url nor b64_json`, { code: 'invalid_response', operation })
}
