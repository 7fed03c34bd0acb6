import type { FileSource } from '@mira/core'
import { isDataUri } from './data-uri.ts'

/** An image: http(s) URL, `data:` URI, or any file that can be uploaded. */
export type ImageSource = string | URL | FileSource

/**
 * Returns the URL of an image that is given as a URL; `undefined` for a file.
 *
 * @throws {TypeError} for any other string.
 */
export function readImageUrl(source: ImageSource): string | undefined {
  if (typeof source !== 'string' && !(source instanceof URL)) return undefined
  const url = String(source)
  if (/^https?:\/\//i.test(url) || isDataUri(url)) return url
  throw new TypeError(
    `An image must be an http(s) URL, a data: URI or a file, not "${url.slice(0, 60)}"; for a path use fromPath of @mira/core/node`,
  )
}
