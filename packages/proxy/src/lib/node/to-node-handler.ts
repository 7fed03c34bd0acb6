import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import type { ProxyHandler } from '../create-proxy-handler.ts'
import { refuse } from '../refusal.ts'
import { toRequest } from './to-request.ts'

/** A request listener for `node:http`, Express, Connect or the raw requests of Fastify. */
export type NodeHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** Adapts a handler to `node:http` and frameworks based on it. The body must not have been parsed before. */
export function toNodeHandler(handler: ProxyHandler): NodeHandler {
  return async (incoming, outgoing) => {
    const left = new AbortController()
    outgoing.once('close', () => {
      if (!outgoing.writableFinished) left.abort(new DOMException('The caller left', 'AbortError'))
    })
    const answer = await handler(toRequest(incoming, left.signal)).catch((error: unknown) => {
      if (!left.signal.aborted) throw error
      return refuse(499, 'The caller left')
    })
    outgoing.writeHead(answer.status, Object.fromEntries(answer.headers))
    if (answer.body === null) return void outgoing.end()
    // Either side may disconnect early. The pipeline then closes the other, and there is no one to report the error to.
    await pipeline(Readable.fromWeb(answer.body as ReadableStream), outgoing).catch(() => undefined)
  }
}
