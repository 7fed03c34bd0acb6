import type { ClientRequest, IncomingMessage } from 'node:http'
import type { MiraError } from '@mira/core'
import type { ClientOptions, WebSocket } from 'ws'
import { refusalError } from '../refusal-error.ts'
import type { OpenSocket, Socket, SocketEvents, SocketRequest } from './socket.ts'
import { openWebSocket } from './web.ts'

const maxRefusalBytes = 64 * 1024
/** The status says enough: a body that does not come soon is not waited for. */
const maxRefusalMs = 2_000

/** Opens a socket with `ws`, which pings and tells why an upgrade was refused; or with the constructor the caller gave. */
export const openSocket: OpenSocket = async (request, events) =>
  request.WebSocket ? openWebSocket(request, events) : openNodeSocket(request, events)

async function openNodeSocket(request: SocketRequest, events: SocketEvents): Promise<Socket> {
  // Late, for it costs start-up time that a program may never need.
  const { WebSocket } = await import('ws')
  // The types of `ws` lag behind: they lack `closeTimeout`.
  const options: ClientOptions & { closeTimeout: number } = {
    headers: request.headers,
    maxPayload: request.maxMessageBytes,
    // Compressed audio is no smaller, and compression keeps memory for each socket.
    perMessageDeflate: false,
    followRedirects: false,
    // For the other side's close frame, which a dead one never sends.
    closeTimeout: 1_000,
  }
  const socket = new WebSocket(request.url, [...request.subprotocols], options)
  listen(socket, events, request.redact)
  return {
    get bufferedAmount() {
      return socket.bufferedAmount
    },
    // From bytes `ws` makes one write; of a text it sends head and payload apart.
    send: (text) => socket.send(Buffer.from(text), { binary: false }),
    ping: () => socket.ping(),
    close: (code, reason) => socket.close(code, reason),
    destroy: () => socket.terminate(),
  }
}

function listen(socket: WebSocket, events: SocketEvents, redact: SocketRequest['redact']): void {
  let cause: NodeJS.ErrnoException | undefined
  let error: MiraError | undefined
  socket.on('open', () => events.opened())
  socket.on('message', (data) => events.message(data.toString()))
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

/** The code that `ws` sends for what it refuses to read; it reports 1006, as for a connection that broke. */
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
    // What came before it broke off has to do.
  } finally {
    clearTimeout(timer)
  }
  return body
}
