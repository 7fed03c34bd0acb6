import { createHmac, timingSafeEqual } from 'node:crypto'
import type { MediaInfo } from './media-store.ts'

/** Signed parameters of a media URL, not yet verified. */
export interface MediaClaim {
  readonly id: string
  /** Expiry in seconds since 1970, as written in the URL. */
  readonly expires: string
  readonly signature: string
}

/** Signs and verifies media URLs, which are valid without an API key until they expire. */
export interface MediaLinks {
  /**
   * Returns the absolute URL of a file; the same file always has the same URL.
   *
   * @param origin - Origin under which the caller reaches this server; overridden by `publicUrl`.
   */
  sign(origin: string, file: Pick<MediaInfo, 'id' | 'expiresAt'>): string
  /** Verifies the signature and the expiry of a URL. */
  check(claim: MediaClaim): 'valid' | 'forged' | 'expired'
}

/** Options of {@link createMediaLinks}. */
export interface MediaLinkOptions {
  /** Public URL of the server, if callers connect to a different one. */
  readonly publicUrl?: string | undefined
  readonly now: () => number
}

/**
 * Creates the signer of media URLs.
 *
 * @param secret - Secret of the server; servers that share it accept each other's URLs.
 */
export function createMediaLinks(secret: string, { publicUrl, now }: MediaLinkOptions): MediaLinks {
  const key = createHmac('sha256', secret).update('media links').digest()
  const toSignature = (id: string, expires: string) => createHmac('sha256', key).update(`${id}\n${expires}`).digest()
  const publicBase = publicUrl?.replace(/\/+$/, '')

  return {
    sign(origin, { id, expiresAt }) {
      const expires = String(Math.floor(expiresAt / 1_000))
      const query = new URLSearchParams({ expires, signature: toSignature(id, expires).toString('base64url') })
      return `${publicBase ?? origin}/media/${encodeURIComponent(id)}?${query}`
    },
    check({ id, expires, signature }) {
      // The texts are compared: decoding ignores characters after the end of the encoding.
      const received = Buffer.from(signature)
      const expected = Buffer.from(toSignature(id, expires).toString('base64url'))
      if (received.length !== expected.length || !timingSafeEqual(received, expected)) return 'forged'
      return Number(expires) * 1_000 > now() ? 'valid' : 'expired'
    },
  }
}
