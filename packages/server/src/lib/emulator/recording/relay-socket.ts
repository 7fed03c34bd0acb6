import type { IncomingMessage } from 'node:http'
import { type RawData, WebSocket } from 'ws'
import { ApiError } from '../../api-error.ts'
import type { ReceivedRequest } from './describe-request.ts'
import { type RecordedFrame, type RecordedSocket, toContent } from './exchange.ts'
import { maskBody } from './mask-recording.ts'
import { round } from './recorder.ts'
import { type Target, unreachable } from './target.ts'

/** Called with each message of a socket. */
export type OnFrame = (from: RecordedFrame['from'], bytes: Uint8Array, isBinary: boolean) => void

/** Options of {@link relaySocket}. */
export interface SocketOptions {
  /** Accepts the upgrade of the client; resolves with undefined if it has disconnected. */
  open(subprotocol: string | undefined): Promise<WebSocket | undefined>
  /** Called when the socket of the client is open. */
  onOpen(socket: WebSocket): OnFrame
  /** Aborts when the server no longer waits for the target. */
  readonly signal: AbortSignal
}

/** Close codes that no peer may send (RFC 6455 section 7.4.1), or that only report a dropped connection. */
const reserved = new Set([1004, 1005, 1006, 1015])

/**
 * Connects a client with the target, passes messages on in both directions, and resolves with their recording when both
 * sides are closed.
 *
 * @throws {ApiError} the status of the target if it rejects the upgrade, 502 if it cannot be reached.
 */
export async function relaySocket(
  received: ReceivedRequest,
  target: Target,
  { open, onOpen, signal }: SocketOptions,
): Promise<RecordedSocket | undefined> {
  const startedAt = performance.now()
  const upstream = connect(received, target)
  const terminate = () => upstream.terminate()
  signal.addEventListener('abort', terminate)
  upstream.once('close', () => signal.removeEventListener('abort', terminate))
  await opened(upstream, target.urlOf(received))
  const client = await open(upstream.protocol === '' ? undefined : upstream.protocol)
  if (client === undefined) {
    upstream.terminate()
    return undefined
  }
  const record = new SocketRecord(startedAt, onOpen(client))
  pipe(upstream, client, (bytes, isBinary) => record.add('server', bytes, isBinary))
  pipe(client, upstream, (bytes, isBinary) => record.add('client', bytes, isBinary))
  const closed = Promise.all([
    followClose(upstream, client, (code, reason) => record.close('server', code, reason)),
    followClose(client, upstream, (code, reason) => record.close('client', code, reason)),
  ])
  upstream.resume()
  await closed
  return record.finish(upstream.protocol)
}

function connect(received: ReceivedRequest, target: Target): WebSocket {
  const url = target.urlOf(received)
  url.protocol = url.protocol.replace('http', 'ws')
  const { 'sec-websocket-protocol': offered = '', origin, ...headers } = target.headersOf(received)
  const protocols = offered.split(',').map((name) => name.trim())
  const kept = protocols.filter((name) => name !== '' && !(target.hasKey && /api-key\./i.test(name)))
  return new WebSocket(url, kept, { headers, ...(origin === undefined ? {} : { origin }), perMessageDeflate: false })
}

function opened(upstream: WebSocket, url: URL): Promise<void> {
  return new Promise((resolve, reject) => {
    upstream.once('open', () => {
      // Messages that arrive before the client is connected wait.
      upstream.pause()
      resolve()
    })
    upstream.once('unexpected-response', (_request, response) => void readRejection(response).then(reject))
    upstream.on('error', (error) => reject(unreachable(url, error)))
  })
}

async function readRejection(response: IncomingMessage): Promise<ApiError> {
  const chunks: Uint8Array[] = []
  for await (const chunk of response) chunks.push(chunk as Uint8Array)
  const text = Buffer.concat(chunks).toString()
  const { 'content-type': type, 'retry-after': retryAfter } = response.headers
  const headers = { ...(type && { 'content-type': type }), ...(retryAfter && { 'retry-after': retryAfter }) }
  return new ApiError(response.statusCode ?? 502, text, { reply: { body: text, headers } })
}

function pipe(from: WebSocket, to: WebSocket, onMessage: (bytes: Uint8Array, isBinary: boolean) => void): void {
  from.on('message', (data: RawData, isBinary: boolean) => {
    const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Uint8Array)
    onMessage(bytes, isBinary)
    to.send(isBinary ? bytes : bytes.toString(), () => undefined)
  })
  from.on('error', () => from.terminate())
}

/** Closes one side as the other one was closed. */
function followClose(from: WebSocket, to: WebSocket, onClose: (code: number, reason: string) => void): Promise<void> {
  return new Promise((resolve) => {
    from.once('close', (code, reason) => {
      onClose(code, reason.toString())
      if (code === 1005) to.close()
      else if (reserved.has(code)) to.terminate()
      else to.close(code, reason)
      resolve()
    })
  })
}

/** Messages of a socket as they are recorded. */
class SocketRecord {
  readonly #startedAt: number
  readonly #openAtMs: number
  readonly #onFrame: OnFrame
  readonly #frames: RecordedFrame[] = []
  #close: RecordedSocket['close'] | undefined

  constructor(startedAt: number, onFrame: OnFrame) {
    this.#startedAt = startedAt
    this.#openAtMs = this.#now()
    this.#onFrame = onFrame
  }

  add(from: RecordedFrame['from'], bytes: Uint8Array, isBinary: boolean): void {
    const content = isBinary ? { base64: Buffer.from(bytes).toString('base64') } : toContent(maskBody(bytes))
    this.#frames.push({ atMs: this.#now(), from, ...content })
    this.#onFrame(from, bytes, isBinary)
  }

  /** Keeps the side that closed first. */
  close(from: RecordedFrame['from'], code: number, reason: string): void {
    const shown = reason === '' ? {} : { reason }
    this.#close ??= { atMs: this.#now(), from, code, ...shown }
  }

  finish(subprotocol: string): RecordedSocket {
    const close = this.#close ?? { atMs: this.#now(), from: 'server' as const, code: 1005 }
    const chosen = subprotocol === '' ? {} : { subprotocol }
    return { ...chosen, openAtMs: this.#openAtMs, frames: this.#frames, close }
  }

  #now(): number {
    return round(performance.now() - this.#startedAt)
  }
}
