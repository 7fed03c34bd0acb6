import { decodeBase64, encodeBase64 } from './base64.ts'

/** What a `data:` URI holds. */
export interface DataUriContent {
  /** As the URI says it; undefined when it says nothing. */
  readonly mediaType: string | undefined
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** Tells a `data:` URI (RFC 2397) from other text. */
export const isDataUri = (text: string): boolean => /^data:/i.test(text)

/** @throws {Error} for a text that is no `data:` URI, or whose content cannot be decoded. */
export function parseDataUri(uri: string): DataUriContent {
  // Searched for rather than matched: the content may be megabytes.
  const comma = uri.indexOf(',')
  if (!isDataUri(uri) || comma < 0) throw new SyntaxError('The text is no data: URI')
  const head = uri.slice('data:'.length, comma)
  const content = uri.slice(comma + 1)
  const isBase64 = /;\s*base64$/i.test(head)
  const mediaType = head.replace(/;\s*base64$/i, '') || undefined
  return {
    mediaType,
    bytes: isBase64 ? decodeBase64(decodePercents(content)) : new TextEncoder().encode(decodeURIComponent(content)),
  }
}

/** Base64 has no percent sign of its own, so that most contents are left as they are. */
const decodePercents = (text: string): string => (text.includes('%') ? decodeURIComponent(text) : text)

/** Bytes as a `data:` URI. */
export const toDataUri = (bytes: Uint8Array, mediaType: string): string =>
  `data:${mediaType};base64,${encodeBase64(bytes)}`
