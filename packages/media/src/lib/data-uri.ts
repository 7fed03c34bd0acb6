import type { Bytes } from '@mira/core'
import { base64Length, decodeBase64Into, encodeBase64 } from '@mira/core/internal'

/** Content of a `data:` URI. */
export interface DataUriContent {
  /** Media type in the URI; undefined if there is none. */
  readonly mediaType: string | undefined
  readonly bytes: Bytes
}

/** Returns whether a string is a `data:` URI (RFC 2397). */
export const isDataUri = (text: string): boolean => /^data:/i.test(text)

/**
 * Parses a `data:` URI.
 *
 * @throws {Error} when the string is not a `data:` URI, or its content cannot be decoded.
 */
export function parseDataUri(uri: string): DataUriContent {
  // `indexOf` instead of a pattern, since the content may be megabytes.
  const comma = uri.indexOf(',')
  if (!isDataUri(uri) || comma < 0) throw new SyntaxError('The text is not a data: URI')
  const head = uri.slice('data:'.length, comma)
  const content = uri.slice(comma + 1)
  const isBase64 = /;\s*base64$/i.test(head)
  const mediaType = head.replace(/;\s*base64$/i, '') || undefined
  return {
    mediaType,
    bytes: isBase64 ? decodeStrictly(decodePercents(content)) : new TextEncoder().encode(decodeURIComponent(content)),
  }
}

/** Decodes percent-encoding. Base64 itself contains no percent sign, so most content is returned unchanged. */
const decodePercents = (text: string): string => (text.includes('%') ? decodeURIComponent(text) : text)

/** Formats bytes as a `data:` URI. */
export const toDataUri = (bytes: Uint8Array, mediaType: string): string =>
  `data:${mediaType};base64,${encodeBase64(bytes)}`

/** Decodes base64; white space is ignored. @throws {Error} when the string is not valid base64. */
export function decodeStrictly(text: string): Bytes {
  const clean = text.replace(/\s/g, '')
  const bytes = new Uint8Array(base64Length(clean))
  decodeBase64Into(clean, bytes)
  return bytes
}
