import type { ClientRequest, IncomingMessage } from 'node:http'
import type { createConnection } from 'node:net'
import type { Duplex } from 'node:stream'
import type { MiraError } from '@mira/core'
import type { ClientOptions, WebSocket } from 'ws'
import { refusalError } from '../refusal-error.ts'
import { AudioDeltaReader } from './audio-delta-reader.ts'
import type { OpenSocket, Socket, SocketEvents, SocketRequest } from './socket.ts'
import { type OnConnection, openTunnel, proxyOf } from './tunnel.ts'
import { openWebSocket } from './web.ts'

const maxRefusalBytes = 64 * 1024
/** Bytes after which messages are sent before the end of the tick; below the limit at which the session waits. */
const maxCorkedBytes = 8 * 1024
/** Timeout for reading the body of a rejection, which only adds detail to the status. */
const maxRefusalMs = 2_000

/** Opens a socket with the caller's constructor, or with `ws`, which supports pings and exposes rejected upgrades. */
export const openSocket: OpenSocket = async (request, events) =>
  request.WebSocket ? openWebSocket(request, events) : openNodeSocket(request, events)

async function openNodeSocket(request: SocketRequest, events: SocketEvents): Promise<Socket> {
  // Lazy import: loading `ws` adds to the start-up time of programs that may never need it.
  const { WebSocket } = await import('ws')
  const url = new URL(request.url)
  const proxy = proxyOf(url)
  const connect = proxy && ((_: unknown, onConnection: OnConnection) => openTunnel(proxy, url, onConnection))
  // The types of `ws` lack `closeTimeout`.
  const options: ClientOptions & { closeTimeout: number } = {
    ...(connect && { createConnection: connect as unknown as typeof createConnection }),
    headers: request.headers,
    maxPayload: request.maxMessageBytes,
    // Compression does not shrink audio, and costs memory per socket.
    perMessageDeflate: false,
    followRedirects: false,
    // Maximum wait for the peer's close frame, which a dead peer never sends.
    closeTimeout: 1_000,
  }
  const socket = new WebSocket(request.url, [...request.subprotocols], options)
  const cork = corkTicks(socket)
  listen(socket, events, request.redact)
  return {
    get bufferedAmount() {
      return socket.bufferedAmount
    },
    // `ws` sends a buffer in one write, but a string as separate writes of header and payload.
    send(text) {
      cork()
      socket.send(Buffer.from(text), { binary: false })
    },
    ping: () => socket.ping(),
    close: (code, reason) => socket.close(code, reason),
    destroy: () => socket.terminate(),
  }
}

/** Returns a function that combines the messages sent in this tick, as each write of its own costs a system call. */
function corkTicks(socket: WebSocket): () => void {
  let connection: Duplex | undefined
  let isCorked = false
  const uncork = (): void => {
    if (isCorked) connection?.uncork()
    isCorked = false
  }
  socket.on('upgrade', (response) => {
    connection = response.socket
  })
  return () => {
    if (!connection) return
    if (connection.writableLength > maxCorkedBytes) uncork()
    if (isCorked) return
    isCorked = true
    connection.cork()
    process.nextTick(uncork)
  }
}

function listen(socket: WebSocket, events: SocketEvents, redact: SocketRequest['redact']): void {
  const reader = new AudioDeltaReader()
  let cause: NodeJS.ErrnoException | undefined
  let error: MiraError | undefined
  socket.on('open', () => events.opened())
  // With the default `binaryType`, messages are buffers.
  socket.on('message', (data: Buffer) => events.message(reader.read(data) ?? data.toString()))
  socket.on('pong', () => events.alive())
  socket.on('ping', () => events.alive())
  socket.on('error', (thrown) => {
    cause = thrown
  })
  socket.on('close', (code, reason) => {
    events.closed({ code: closeCodeOf(cause) ?? code, reason: reason.toString(), cause, error })
  })
  socket.on('unexpected-response', async (request: ClientRequest, response: IncomingMessage) => {
    const body = await readRefusal(response)
    error = refusalError(
      { status: response.statusCode ?? 0, body, retryAfter: response.headers['retry-after'] },
      redact,
    )
    request.destroy()
    socket.terminate()
  })
}

/** Returns the close code that `ws` sends for an invalid message. It reports 1006, as for a lost connection. */
function closeCodeOf(error: NodeJS.ErrnoException | undefined): number | undefined {
  if (!error?.code?.startsWith('WS_ERR_')) return undefined
  return error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH' ? 1009 : 1002
}

async function readRefusal(response: IncomingMessage): Promise<string> {
  let body = ''
  const timer = setTimeout(() => response.destroy(), maxRefusalMs)
  try {
    for await (const bytes of response) {
      body += bytes.toString('utf8')
      if (body.length > maxRefusalBytes) break
    }
  } catch {
    // Use the part received before the error.
  } finally {
    clearTimeout(timer)
  }
  return body
}
