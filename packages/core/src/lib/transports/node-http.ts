import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http'
import { recordHeaders } from '../headers.ts'
import type { RawReply, WireRequest } from '../wire-types.ts'
import { ByteQueue } from './byte-queue.ts'
import { decodeBody } from './decode-body.ts'

type HttpModule = { request(url: string, options: RequestOptions): ClientRequest }

/** Length above which a body is large: a file rather than JSON or events. */
const largeBytes = 1024 * 1024
const largeBodies = /* @__PURE__ */ new Set<IncomingMessage>()

/** Whether a large body is being received. */
export const isReceivingLargeBody = (): boolean => largeBodies.size > 0

/**
 * Sends with `node:http`, which loads in a tenth of the time of undici: for the first calls of a new process. Supports
 * only bodies that are in memory.
 */
export function sendByNodeHttp(request: WireRequest): Promise<RawReply> {
  const { url, method, headers, signal, body } = request
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const { protocol } = new URL(url)
    const http = process.getBuiltinModule(protocol === 'https:' ? 'node:https' : 'node:http') as HttpModule
    const outgoing = http.request(url, { method, headers: { 'user-agent': 'mira-typescript', ...headers } })
    const onAbort = (): void => void outgoing.destroy(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
    outgoing.once('close', () => signal.removeEventListener('abort', onAbort))
    outgoing.on('error', reject)
    outgoing.once('response', (incoming) => resolve(toReply(incoming, outgoing, request)))
    outgoing.end(body?.content)
  })
}

function toReply(incoming: IncomingMessage, outgoing: ClientRequest, { url, signal }: WireRequest): RawReply {
  const queue = new ByteQueue()
  queue.attach({
    pause: () => void incoming.pause(),
    resume: () => void incoming.resume(),
    abort: () => void outgoing.destroy(),
  })
  const fail = (error: unknown): void => queue.fail(signal.aborted ? signal.reason : error)
  let receivedBytes = 0
  incoming.on('data', (bytes: Uint8Array) => {
    receivedBytes += bytes.length
    if (receivedBytes > largeBytes) largeBodies.add(incoming)
    queue.push(bytes)
  })
  incoming.once('end', () => queue.end())
  incoming.once('error', fail)
  // An aborted request closes without emitting an error.
  incoming.once('close', () => {
    largeBodies.delete(incoming)
    fail(new Error('The connection was closed before the end of the body'))
  })
  const headers = recordHeaders(incoming.headers)
  return { status: incoming.statusCode ?? 0, headers, url, body: decodeBody(queue, headers) }
}
