import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import type { ProxyHandler } from '../create-proxy-handler.ts'
import { refuse } from '../refusal.ts'
import { openIncomingBody } from './incoming-body.ts'
import { toRequest } from './to-request.ts'

/** A request listener for `node:http`, `node:https`, `node:http2`, Express, Connect, Vite or the raw requests of Fastify. */
export type NodeHandler = (
  request: IncomingMessage | Http2ServerRequest,
  response: ServerResponse | Http2ServerResponse,
) => Promise<void>

/** HTTP/2 forbids these. */
const connectionHeaders = new Set(['connection', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'upgrade'])

/**
 * Adapts a handler to `node:http` and frameworks based on it.
 *
 * A JSON, text or binary body that a body parser has read is sent as it was parsed. The returned listener never rejects:
 * a malformed request receives 400, and an exception, such as one thrown by `authorize`, 500.
 */
export function toNodeHandler(handler: ProxyHandler): NodeHandler {
  return async (incoming, outgoing) => {
    const disconnected = new AbortController()
    outgoing.once('close', () => {
      if (!outgoing.writableFinished) disconnected.abort(new DOMException('The client disconnected', 'AbortError'))
    })
    outgoing.on('error', () => {})
    const body = openIncomingBody(incoming)
    const onSent = (): void => body?.discard()
    try {
      const response =
        body === undefined
          ? refuse(500, 'Another handler has read the body. Mount the proxy before body parsers and form parsers')
          : await respond(handler, toRequest(incoming, { body: body.stream, signal: disconnected.signal }))
      await send(response, outgoing, onSent)
    } catch {
      if (outgoing.headersSent) outgoing.destroy()
      else await send(refuse(500, 'The proxy has failed'), outgoing, onSent).catch(() => outgoing.destroy())
    }
  }
}

async function respond(handler: ProxyHandler, request: Request | Response): Promise<Response> {
  if (request instanceof Response) return request
  return handler(request).catch((error: unknown) => {
    if (request.signal.aborted) return refuse(499, 'The client disconnected')
    throw error
  })
}

/** Sends a response. Calls `onSent` when all of it was written, which HTTP/2 may deliver only once the request is read. */
async function send(
  response: Response,
  outgoing: ServerResponse | Http2ServerResponse,
  onSent: () => void,
): Promise<void> {
  const isHttp2 = 'stream' in outgoing
  for (const name of response.headers.keys()) {
    if (isHttp2 && connectionHeaders.has(name)) continue
    const value = name === 'set-cookie' ? response.headers.getSetCookie() : (response.headers.get(name) as string)
    outgoing.setHeader(name, value)
  }
  outgoing.statusCode = response.status
  if (response.body === null) {
    outgoing.end()
    return onSent()
  }
  const body = Readable.fromWeb(response.body as ReadableStream).once('close', onSent)
  // Either side may disconnect early. The pipeline then closes the other, and there is no one to report the error to.
  await pipeline(body, outgoing).catch(() => undefined)
}
