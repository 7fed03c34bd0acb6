import {
  InvalidPromptError,
  type LanguageModelV4FilePart,
  type SharedV4FileData,
  UnsupportedFunctionalityError,
} from '@ai-sdk/provider'
import { decodeBase64, encodeBase64, encodeImage, extensionOf } from '@mira/core/internal'
import { isFullMediaType, isTextType, topLevelOf } from './media-type.ts'

/** A file of a prompt, in one of the forms that the wire has. */
export type PromptFile =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'image'; readonly url: string }
  | { readonly kind: 'audio'; readonly data: string; readonly format: string }

/** A file as the parts of messages and tool results describe it. */
export type FileInput = Pick<LanguageModelV4FilePart, 'data' | 'mediaType' | 'filename'>

/**
 * Converts a file of a prompt: images as http(s) URLs or `data:` URIs, audio as base64, and files with text as text.
 *
 * @throws {UnsupportedFunctionalityError} when it is another file, such as a PDF, or is elsewhere.
 * @throws {InvalidPromptError} when an image is in none of the formats JPEG, PNG, GIF and WebP and has no full media
 * type, or a text is not UTF-8.
 */
export async function readFilePart({ data, mediaType, filename }: FileInput): Promise<PromptFile> {
  if (data.type === 'text') return { kind: 'text', text: withName(data.text, filename) }
  const kind = topLevelOf(mediaType)
  if (data.type === 'reference') throw unsupported('references to files of a provider')
  if (kind === 'image') return { kind, url: await toImageUrl(data, mediaType) }
  if (kind !== 'audio' && !isTextType(mediaType)) throw unsupported(`files of type ${mediaType}`)
  if (data.type === 'url') throw unsupported(`URLs of files of type ${mediaType}`)
  if (kind === 'audio') return { kind, data: toBase64(data.data), format: formatOf(mediaType) }
  return { kind: 'text', text: withName(decodeText(data.data), filename) }
}

type InlineOrUrl = Extract<SharedV4FileData, { type: 'data' | 'url' }>

async function toImageUrl(file: InlineOrUrl, mediaType: string): Promise<string> {
  if (file.type === 'url') return file.url.toString()
  if (isFullMediaType(mediaType)) return `data:${mediaType};base64,${toBase64(file.data)}`
  try {
    return await encodeImage(toBytes(file.data), { name: 'An image of the prompt', readFile: 'its bytes' })
  } catch (cause) {
    const message = 'an image is not in JPEG, PNG, GIF or WebP format, and its media type does not name another'
    throw new InvalidPromptError({ prompt: mediaType, message, cause })
  }
}

/** Format by the usual extension of a file, such as `mp3` for `audio/mpeg`. */
const formatOf = (mediaType: string): string => extensionOf(mediaType).slice(1) || mediaType.split('/')[1] || 'wav'

function decodeText(data: Uint8Array | string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(toBytes(data))
  } catch (cause) {
    throw new InvalidPromptError({ prompt: 'file', message: 'a file with text is not UTF-8', cause })
  }
}

const withName = (text: string, filename: string | undefined): string => (filename ? `${filename}:\n${text}` : text)

const toBase64 = (data: Uint8Array | string): string => (typeof data === 'string' ? data : encodeBase64(data))

const toBytes = (data: Uint8Array | string): Uint8Array => (typeof data === 'string' ? decodeBase64(data) : data)

const unsupported = (functionality: string): UnsupportedFunctionalityError =>
  new UnsupportedFunctionalityError({ functionality })
