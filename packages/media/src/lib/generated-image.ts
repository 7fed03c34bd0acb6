import { type Client, type DownloadOptions, MiraError } from '@mira/core'
import { asText, type Fields, firstField, isFields } from './fields.ts'
import type { MediaContent } from './media-content.ts'
import { openContent } from './open-content.ts'

/** A picture that was made: the fields the server sent, and ways to its content, which JSON and spreading leave out. */
export interface GeneratedImage {
  /** Where the picture is; how long it stays there is the server's choice. */
  url?: string | null | undefined
  /** The picture itself, from servers that send it. */
  b64_json?: string | null | undefined
  /** The prompt that was really used. */
  revised_prompt?: string | null | undefined
  readonly [field: string]: unknown
  /** Opens the content anew, to be read piece by piece. Nothing is sent before that. */
  content(options?: DownloadOptions): MediaContent
  /** The picture as a Blob of its media type. */
  blob(options?: DownloadOptions): Promise<Blob>
  /** The picture's bytes. */
  bytes(options?: DownloadOptions): Promise<Uint8Array<ArrayBuffer>>
}

/** What the server made of a prompt. */
export interface ImagesResult {
  /** Unix seconds. */
  created?: number | undefined
  data: GeneratedImage[]
  readonly [field: string]: unknown
}

const operation = 'images.download'

/** Reads a reply: a bare list or one in `data` or `images`; an entry that is a text is an address. */
export function toImagesResult(client: Client, body: object): ImagesResult {
  const { data, images, ...fields }: Fields = Array.isArray(body) ? { data: body } : (body as Fields)
  const entries = [data, images].find(Array.isArray) ?? []
  return { ...fields, data: entries.map((entry) => toImage(client, entry)) }
}

function toImage(client: Client, entry: unknown): GeneratedImage {
  const image = isFields(entry) ? entry : { url: entry }
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
  throw new MiraError(`${operation}: the image has neither url nor b64_json`, { code: 'invalid_response', operation })
}
