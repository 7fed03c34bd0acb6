import type { OpenSocket, Socket, SocketEvents, SocketRequest } from './socket.ts'

type WebSocketConstructor = new (url: string, subprotocols: string[]) => WebSocket

/** Opens a socket with the standard `WebSocket`, which cannot send headers and does not expose rejected upgrades. */
export const openSocket: OpenSocket = async (request, events) => openWebSocket(request, events)

/** Like {@link openSocket}, but synchronous. @throws {TypeError} when the runtime has no `WebSocket`. */
export function openWebSocket({ WebSocket: custom, ...request }: SocketRequest, events: SocketEvents): Socket {
  const Constructor = (custom ?? globalThis.WebSocket) as WebSocketConstructor | undefined
  if (!Constructor) throw new TypeError('This runtime has no WebSocket: pass one to createClient')
  const socket = new Constructor(request.url, [...request.subprotocols])
  socket.binaryType = 'arraybuffer'
  let cause: unknown
  socket.onopen = () => events.opened()
  socket.onerror = (event) => {
    cause = (event as ErrorEvent).error
  }
  socket.onclose = ({ code, reason }) => events.closed({ code, reason, cause })
  socket.onmessage = ({ data }) => {
    const text = typeof data === 'string' ? data : new TextDecoder().decode(data)
    if (text.length <= request.maxMessageBytes) return events.message(text)
    socket.close(4009, 'too large')
    events.closed({ code: 1009, reason: `a message of ${text.length} characters` })
  }
  return {
    get bufferedAmount() {
      return socket.bufferedAmount
    },
    send: (text) => socket.send(text),
    ping: undefined,
    close: (code, reason) => socket.close(code, reason),
    destroy: () => socket.close(),
  }
}
