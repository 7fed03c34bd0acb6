import { type Client, type DownloadOptions, download, MiraError } from '@mira/core'
import { decodeStrictly, isDataUri, parseDataUri } from './data-uri.ts'
import { InlineContent } from './inline-content.ts'
import type { MediaContent } from './media-content.ts'
import { sniffMediaType } from './sniff-media-type.ts'

/** Location of content, as reported in a reply. */
export type ContentLocation = { readonly url: string } | { readonly base64: string }

/** Options of {@link openContent}. */
export interface OpenContentOptions extends DownloadOptions {
  /** Operation name for errors, hooks and traces. */
  readonly operation: string
}

/**
 * Opens content. Nothing is sent until it is read. Credentials are sent to the client's own origin only.
 *
 * @throws {MiraError} `invalid_response` when the location is neither a valid URL nor base64.
 */
export function openContent(client: Client, location: ContentLocation, options: OpenContentOptions): MediaContent {
  const { operation, ...downloadOptions } = options
  const text = 'url' in location ? location.url : location.base64
  try {
    if (isDataUri(text)) {
      const { bytes, mediaType } = parseDataUri(text)
      return new InlineContent(bytes, mediaType ?? sniffMediaType(bytes))
    }
    if ('url' in location) return download(client, { path: location.url, operation }, downloadOptions)
    const bytes = decodeStrictly(location.base64)
    return new InlineContent(bytes, sniffMediaType(bytes))
  } catch (cause) {
    const message = `${operation}: the server sent neither a URL nor base64: "${text.slice(0, 40)}"`
    throw new MiraError(message, { code: 'invalid_response', operation, cause })
  }
}
