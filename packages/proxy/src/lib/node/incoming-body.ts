import type { IncomingMessage } from 'node:http'
import type { Http2ServerRequest } from 'node:http2'

/** A Node.js request, with the fields that Express and body parsers add. */
export type Incoming = (IncomingMessage | Http2ServerRequest) & {
  /** Path before the router removed its prefix. */
  readonly originalUrl?: string | undefined
  /** Body as a body parser has left it. */
  readonly body?: unknown
}

/** Body of a Node.js request. */
export interface IncomingBody {
  /** Reads the body on demand; null if there is none. */
  readonly stream: ReadableStream<Uint8Array> | null
  /**
   * Reads and drops the rest of the body, after the response. Otherwise, the next request on the connection would never be
   * read, and a browser that is still sending would not read the response. Closes the connection when the rest is longer
   * than 64 MiB or takes longer than 10 s.
   */
  discard(): void
}

const maxDiscardedBytes = 64 * 1024 * 1024
const maxDiscardMs = 10_000

/**
 * Opens the body of a request.
 *
 * @returns undefined if a body parser has read it and left no JSON, text or bytes.
 */
export function openIncomingBody(incoming: Incoming): IncomingBody | undefined {
  if (!hasBody(incoming)) return { stream: null, discard: () => incoming.resume() }
  if (incoming.readableDidRead) {
    const content = restoreBody(incoming)
    return content === undefined ? undefined : { stream: new Blob([content]).stream(), discard() {} }
  }
  let end = (_error?: Error): void => {}
  const stream = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const onData = (chunk: Uint8Array): void => {
          controller.enqueue(new Uint8Array(chunk))
          if ((controller.desiredSize ?? 0) <= 0) incoming.pause()
        }
        end = (error) => {
          end = () => {}
          incoming.off('data', onData).pause()
          if (error === undefined) controller.close()
          else controller.error(error)
        }
        incoming.once('end', () => end())
        incoming.once('close', () => end(new Error('The client disconnected before the end of the body')))
        // Without a listener, an error of the connection would end the process.
        incoming.on('error', (error) => end(error))
        incoming.on('data', onData).pause()
      },
      pull: () => void incoming.resume(),
      cancel: () => end(new Error('The body was canceled')),
    },
    { highWaterMark: 0 },
  )
  return {
    stream,
    discard() {
      end(new Error('The response was sent before the body was read'))
      if (!incoming.complete && !incoming.destroyed) discardRest(incoming)
    },
  }
}

function hasBody(incoming: Incoming): boolean {
  const { method, headers } = incoming
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return false
  if ('stream' in incoming) return !incoming.stream.endAfterHeaders
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

function discardRest(incoming: Incoming): void {
  let bytes = 0
  const timer = setTimeout(() => incoming.destroy(), maxDiscardMs)
  timer.unref()
  incoming.once('close', () => clearTimeout(timer)).once('end', () => clearTimeout(timer))
  incoming.on('data', (chunk: Uint8Array) => {
    bytes += chunk.byteLength
    if (bytes > maxDiscardedBytes) incoming.destroy()
  })
  incoming.resume()
}

function restoreBody({ headers, body }: Incoming): Uint8Array<ArrayBuffer> | string | undefined {
  if (typeof body === 'string') return body
  if (body instanceof Uint8Array) return new Uint8Array(body)
  if (body !== undefined && /^application\/(?:[\w.-]+\+)?json\b/i.test(headers['content-type'] ?? '')) {
    return JSON.stringify(body)
  }
  return undefined
}
