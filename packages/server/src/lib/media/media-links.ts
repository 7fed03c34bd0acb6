import { createHmac, timingSafeEqual } from 'node:crypto'
import type { MediaInfo } from './media-store.ts'

/** What the query of a media URL claims. */
export interface MediaClaim {
  readonly id: string
  /** As written in the URL. */
  readonly expires: string
  readonly signature: string
}

/** Makes and checks the URLs under which files are fetched without a key, until they expire. */
export interface MediaLinks {
  /**
   * Absolute URL of a file; the same file has the same URL whenever it is asked for.
   *
   * @param origin Origin under which the caller reaches this server; an address that the server was told it has
   * takes its place.
   */
  sign(origin: string, file: Pick<MediaInfo, 'id' | 'expiresAt'>): string
  check(claim: MediaClaim): 'valid' | 'forged' | 'expired'
}

/** Options of {@link createMediaLinks}. */
export interface MediaLinkOptions {
  /** Address of the server as its callers know it, when that is not the one they connect to. */
  readonly publicUrl?: string | undefined
  readonly now: () => number
}

/** @param secret The server's secret; servers that share it accept each other's URLs. */
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
      const given = Buffer.from(signature, 'base64url')
      const expected = toSignature(id, expires)
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 'forged'
      return Number(expires) * 1_000 > now() ? 'valid' : 'expired'
    },
  }
}
