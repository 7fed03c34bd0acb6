import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { Duplex } from 'node:stream'
import { createGate, splitPath } from '../gate.ts'
import type { ProxyOptions } from '../proxy-options.ts'
import { refuse } from '../refusal.ts'
import { createUpstream, type Upstream } from '../upstream.ts'
import { toRequest } from './to-request.ts'

/** A listener for the `upgrade` event of a `node:http` server. */
export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => Promise<void>

const subprotocol = 'mira-realtime.v1'
const realtimePath = '/v1/realtime'
/** Handshake headers that the two endpoints negotiate with each other. */
const handshakeHeaders = ['sec-websocket-key', 'sec-websocket-version', 'sec-websocket-extensions']

/**
 * Creates a handler that forwards the realtime socket of a page to the API, with the API key added. After the
 * handshake, the two connections are piped into each other: frames are not parsed, and backpressure applies both ways.
 *
 * Accepts the options of `createProxyHandler`; `allow` must include `GET /v1/realtime`.
 *
 * @throws {TypeError | RangeError} when an option is invalid.
 */
export function createUpgradeHandler(options: ProxyOptions): UpgradeHandler {
  const gate = createGate(options)
  const upstream = createUpstream(options)

  return async (incoming, socket, head) => {
    if (isForeign(incoming, options)) return
    const disconnected = new AbortController()
    socket.once('close', () => disconnected.abort())
    socket.on('error', () => disconnected.abort())
    try {
      const refusal = await connect({ incoming, socket, head, signal: disconnected.signal })
      if (refusal !== undefined) await reject(socket, refusal)
    } catch {
      await reject(socket, refuse(500, 'The proxy has failed'))
    }
  }

  /** Returns the response to send instead of a connection. */
  async function connect(upgrade: Upgrade): Promise<Response | undefined> {
    const { incoming, socket, signal } = upgrade
    const request = toRequest(incoming, { body: null, signal })
    if (request instanceof Response) return request
    const admission = await gate.admit(request)
    if (admission instanceof Response) return admission
    // A socket that has closed meanwhile would never release its slot.
    if (socket.destroyed) return undefined
    const free = gate.takeSocket(admission.visitor)
    if (free instanceof Response) return free
    socket.once('close', free)
    const url = upstream.baseUrl + admission.path + new URL(request.url).search
    const unreachable = (): Response => refuse(502, 'The API cannot be reached')
    return join(upgrade, upstream, url).catch(unreachable)
  }
}

/** Returns whether a socket belongs to another `upgrade` listener of the server, such as that of a development server. */
function isForeign({ url = '/', socket }: IncomingMessage, { basePath }: ProxyOptions): boolean {
  const { server } = socket as { server?: { listenerCount(event: string): number } }
  const isShared = (server?.listenerCount('upgrade') ?? 1) > 1
  return isShared && splitPath(url.split('?', 1)[0] as string, basePath)?.path !== realtimePath
}

/** Upgrade request of a page. */
interface Upgrade {
  readonly incoming: IncomingMessage
  readonly socket: Duplex
  readonly head: Buffer
  /** Aborts when the page disconnects. */
  readonly signal: AbortSignal
}

/** Connects the socket of a page with that of the API. Returns the response to send if the API rejects it. */
async function join(
  { incoming, socket, head, signal }: Upgrade,
  upstream: Upstream,
  url: string,
): Promise<Response | undefined> {
  const picked = handshakeHeaders.flatMap((name) => (incoming.headers[name] ? [[name, incoming.headers[name]]] : []))
  const headers = {
    ...Object.fromEntries(picked),
    ...(await upstream.authorization()),
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-protocol': subprotocol,
  }
  const send = url.startsWith('https:') ? requestHttps : requestHttp
  const outgoing = send(url, { headers, signal })
  return new Promise((resolve, reject_) => {
    outgoing.once('error', reject_)
    outgoing.once('response', (answer) => {
      answer.resume()
      const status = answer.statusCode === 401 ? 502 : (answer.statusCode ?? 502)
      resolve(refuse(status, `The API refuses the socket with ${answer.statusCode}`, retryAfter(answer)))
    })
    outgoing.once('upgrade', (answer, other, otherHead) => {
      socket.write(toHead(101, 'Switching Protocols', { ...answer.headers }))
      if (otherHead.length > 0) socket.write(otherHead)
      if (head.length > 0) other.write(head)
      other.on('error', () => socket.destroy())
      other.once('close', () => socket.destroy())
      socket.once('close', () => other.destroy())
      socket.pipe(other)
      other.pipe(socket)
      resolve(undefined)
    })
    outgoing.end()
  })
}

function retryAfter({ headers }: IncomingMessage): Record<string, string> {
  return headers['retry-after'] === undefined ? {} : { 'retry-after': headers['retry-after'] }
}

async function reject(socket: Duplex, answer: Response): Promise<void> {
  const body = await answer.text()
  const headers = {
    ...Object.fromEntries(answer.headers),
    connection: 'close',
    'content-length': Buffer.byteLength(body),
  }
  socket.end(toHead(answer.status, 'Refused', headers) + body)
}

function toHead(status: number, reason: string, headers: Record<string, unknown>): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return `HTTP/1.1 ${status} ${reason}\r\n${lines.join('')}\r\n`
}
