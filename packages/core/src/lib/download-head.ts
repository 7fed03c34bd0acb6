import { isOnOrigin } from './base-url.ts'
import { isBrowser } from './environment.ts'
import type { RawReply } from './exchange.ts'

/** What the head of a reply tells of the content that follows. */
export interface DownloadHead {
  readonly mediaType: string | undefined
  /** Length of the whole content in bytes. */
  readonly totalBytes: number | undefined
  /** Offset that the body begins at; above zero when part of the content was asked for. */
  readonly startsAt: number
  /** Strong validator: two contents that share it are equal byte for byte (RFC 9110 §8.8.1). */
  readonly etag: string | undefined
}

/** Reads the head of a reply to a download. */
export function readDownloadHead({ status, headers, url }: RawReply): DownloadHead {
  const mediaType = headers.get('content-type') ?? undefined
  // The runtime decodes the body: lengths and offsets would count what it was before.
  if (isEncoded(headers.get('content-encoding'), url)) {
    return { mediaType, totalBytes: undefined, startsAt: 0, etag: undefined }
  }
  const tag = headers.get('etag') ?? ''
  const etag = tag.startsWith('"') ? tag : undefined
  if (status !== 206) return { mediaType, totalBytes: readCount(headers.get('content-length')), startsAt: 0, etag }
  const [, start, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get('content-range') ?? '') ?? []
  return { mediaType, totalBytes: readCount(total), startsAt: readCount(start) ?? Number.NaN, etag }
}

/** A page does not see the encoding of a reply from elsewhere, but does see its length. */
function isEncoded(encoding: string | null, url: string): boolean {
  if (encoding !== null) return encoding.toLowerCase() !== 'identity'
  return isBrowser() && !isOnOrigin(url, globalThis.location.origin)
}

function readCount(text: string | null | undefined): number | undefined {
  const count = text && /^\d+$/.test(text) ? Number(text) : Number.NaN
  return Number.isSafeInteger(count) ? count : undefined
}

/** Whether a later reply brings the same content as the first; a 206 to `If-Range` need not repeat the tag. */
export function isSameContent(first: DownloadHead, later: DownloadHead): boolean {
  if (first.etag === undefined) return false
  if (first.totalBytes !== undefined && later.totalBytes !== undefined && first.totalBytes !== later.totalBytes)
    return false
  return later.etag === first.etag || (later.etag === undefined && later.startsAt > 0)
}
