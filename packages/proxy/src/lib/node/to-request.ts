import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'

/** Request with the original path, which Express keeps before its own routing. */
interface RoutedMessage extends IncomingMessage {
  readonly originalUrl?: string | undefined
}

/** Converts a Node.js request to a Fetch API request. The body is read on demand. */
export function toRequest(incoming: RoutedMessage, signal: AbortSignal): Request {
  const { method = 'GET', headers, url = '/', originalUrl = url } = incoming
  const isTls = 'encrypted' in incoming.socket
  const base = `${isTls ? 'https' : 'http'}://${headers.host ?? 'localhost'}`
  const hasBody = method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS'
  const init: RequestInit & { duplex: 'half' } = {
    method,
    headers: toHeaders(incoming),
    body: hasBody ? (Readable.toWeb(incoming) as ReadableStream<Uint8Array>) : null,
    signal,
    duplex: 'half',
  }
  return new Request(new URL(originalUrl, base), init)
}

function toHeaders({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers()
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    headers.append(rawHeaders[index] as string, rawHeaders[index + 1] as string)
  }
  return headers
}
