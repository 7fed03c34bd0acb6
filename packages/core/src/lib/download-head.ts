import { isBrowser, isOnOrigin } from './environment.ts'
import type { RawReply } from './wire-types.ts'

/** Content metadata from the headers of a response. */
export interface DownloadHead {
  readonly mediaType: string | undefined
  /** Length of the whole content, in bytes. */
  readonly totalBytes: number | undefined
  /** Offset of the first byte of the body; above zero for a range request. */
  readonly startsAt: number
  /** Strong validator: representations with the same one are equal byte for byte (RFC 9110 §8.8.1). */
  readonly etag: string | undefined
}

/** Parses the headers of a download response. */
export function readDownloadHead({ status, headers, url }: RawReply): DownloadHead {
  const mediaType = headers.get('content-type') ?? undefined
  // The runtime decodes the body, but the headers refer to encoded lengths and offsets.
  if (isEncoded(headers.get('content-encoding'), url)) {
    return { mediaType, totalBytes: undefined, startsAt: 0, etag: undefined }
  }
  const tag = headers.get('etag') ?? ''
  const etag = tag.startsWith('"') ? tag : undefined
  if (status !== 206) return { mediaType, totalBytes: readCount(headers.get('content-length')), startsAt: 0, etag }
  const [, start, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get('content-range') ?? '') ?? []
  return { mediaType, totalBytes: readCount(total), startsAt: readCount(start) ?? Number.NaN, etag }
}

/** In a web page, a cross-origin response exposes its length but not its encoding, so it is assumed encoded. */
function isEncoded(encoding: string | null, url: string): boolean {
  if (encoding !== null) return encoding.toLowerCase() !== 'identity'
  return isBrowser() && !isOnOrigin(url, globalThis.location.origin)
}

function readCount(text: string | null | undefined): number | undefined {
  const count = text && /^\d+$/.test(text) ? Number(text) : Number.NaN
  return Number.isSafeInteger(count) ? count : undefined
}

/** Whether a later response has the same content as the first; a 206 to `If-Range` need not repeat the ETag. */
export function isSameContent(first: DownloadHead, later: DownloadHead): boolean {
  if (first.etag === undefined) return false
  if (first.totalBytes !== undefined && later.totalBytes !== undefined && first.totalBytes !== later.totalBytes)
    return false
  return later.etag === first.etag || (later.etag === undefined && later.startsAt > 0)
}
