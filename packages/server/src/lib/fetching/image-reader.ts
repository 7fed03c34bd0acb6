import { imageSize } from 'image-size'
import { ApiError } from '../api-error.ts'
import { type FetchPolicy, fetchPublic, tooLarge } from './fetch-public.ts'

/** Image provided by a caller. */
export interface InputImage {
  readonly data: Uint8Array
  readonly mediaType: 'image/png' | 'image/jpeg' | 'image/webp' | 'image/gif'
}

/** Options of {@link ImageReader.read}. */
export interface ReadImageOptions {
  /** Request field that contains the image, for error messages. */
  readonly field: string
  readonly signal: AbortSignal
}

/** Reads the images that callers provide. */
export interface ImageReader {
  /**
   * Reads an image given as an https URL, a `data:` URI or bare base64.
   *
   * @throws {ApiError} 400 for an invalid source or image, 413 beyond the limits; the message names the field.
   */
  read(source: string, options: ReadImageOptions): Promise<InputImage>
  /** Validates the bytes of an image; throws like `read`. */
  check(data: Uint8Array, field: string): InputImage
}

/** Maximum size of an image file, in bytes. */
export const maxImageBytes = 20 * 1024 * 1024

const maxPixels = 40_000_000

const mediaTypes = { png: 'image/png', jpg: 'image/jpeg', webp: 'image/webp', gif: 'image/gif' } as const

/** Creates an image reader that fetches URLs according to a policy. */
export function createImageReader(policy: FetchPolicy): ImageReader {
  return {
    async read(source, { field, signal }) {
      const data = /^https?:/i.test(source)
        ? await fetchPublic(source, policy, { field, maxBytes: maxImageBytes, signal })
        : decodeInline(source, field)
      return checkImage(data, field)
    },
    check: checkImage,
  }
}

function decodeInline(source: string, field: string): Uint8Array {
  const [, parameters, encoded = source] = /^data:([^,]{0,200}),(.*)$/is.exec(source) ?? []
  if (parameters === undefined && source.startsWith('data:')) throw new ApiError(400, `${field}: malformed data URI`)
  if (parameters !== undefined && !/;base64$/i.test(parameters)) {
    throw new ApiError(400, `${field}: data URIs must be base64-encoded`)
  }
  if (encoded.length * 0.75 > maxImageBytes + 2) throw tooLarge(field, maxImageBytes)
  if (!isBase64(encoded)) throw new ApiError(400, `${field}: expected an https URL, a data URI or base64`)
  return Buffer.from(encoded, 'base64')
}

/** Checks the characters only; the length is irrelevant, as padding is optional. */
function isBase64(text: string): boolean {
  return text !== '' && !/[^A-Za-z0-9+/=\s_-]/.test(text)
}

function checkImage(data: Uint8Array, field: string): InputImage {
  if (data.byteLength > maxImageBytes) throw tooLarge(field, maxImageBytes)
  const { type, width, height } = measure(data, field)
  if (!isSupported(type)) throw new ApiError(400, `${field}: expected a PNG, JPEG, WebP or GIF image`)
  if (width * height > maxPixels) {
    throw new ApiError(
      413,
      `${field}: ${width} x ${height} pixels exceed the limit of ${maxPixels / 1_000_000} million`,
    )
  }
  return { data, mediaType: mediaTypes[type] }
}

/** Reads only the header of the file. */
function measure(data: Uint8Array, field: string): ReturnType<typeof imageSize> {
  try {
    return imageSize(data)
  } catch (cause) {
    throw new ApiError(400, `${field}: expected a PNG, JPEG, WebP or GIF image`, { cause })
  }
}

function isSupported(type: string | undefined): type is keyof typeof mediaTypes {
  return type !== undefined && type in mediaTypes
}
