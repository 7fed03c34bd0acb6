import { refuse } from '../refusal.ts'
import type { Incoming } from './incoming-body.ts'

/** Headers that describe the body as it was sent, before a body parser decoded it. */
const encodingHeaders = new Set(['content-length', 'content-encoding', 'transfer-encoding'])

/** Content of a Fetch API request that comes from elsewhere than its head. */
interface RequestSource {
  readonly body: ReadableStream<Uint8Array> | null
  readonly signal: AbortSignal
}

/**
 * Converts a Node.js request to a Fetch API request.
 *
 * @returns The response to send instead, if there is no such request: an invalid Host header, request target or method.
 */
export function toRequest(incoming: Incoming, { body, signal }: RequestSource): Request | Response {
  const { method = 'GET' } = incoming
  const init: RequestInit & { duplex: 'half' } = { method, body, signal, duplex: 'half' }
  try {
    return new Request(toUrl(incoming), { ...init, headers: toHeaders(incoming) })
  } catch {
    return refuse(400, 'The request is malformed: check its method, target and Host header')
  }
}

function toUrl({ headers, url = '/', originalUrl = url, socket }: Incoming): string {
  const scheme = headers[':scheme'] ?? ('encrypted' in socket ? 'https' : 'http')
  const host = headers[':authority'] ?? headers.host ?? 'localhost'
  const base = new URL(`${scheme}://${host}`)
  // A host such as `a/v1/models?` would otherwise choose the path.
  if (base.href !== `${base.origin}/`) throw new TypeError('Invalid Host header')
  if (originalUrl.startsWith('/')) return base.origin + originalUrl
  const target = new URL(originalUrl)
  return base.origin + target.pathname + target.search
}

function toHeaders({ rawHeaders, readableDidRead }: Incoming): Headers {
  const headers = new Headers()
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] as string
    // Pseudo-headers of HTTP/2.
    if (name.startsWith(':')) continue
    if (readableDidRead && encodingHeaders.has(name.toLowerCase())) continue
    headers.append(name, rawHeaders[index + 1] as string)
  }
  return headers
}
