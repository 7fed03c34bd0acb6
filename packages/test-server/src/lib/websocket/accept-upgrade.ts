import type { IncomingMessage } from 'node:http'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Connection } from '../connection.ts'
import type { RecordedRequest } from '../recorded-request.ts'
import { ScriptedSocket } from './scripted-socket.ts'
import type { HandshakeOptions } from './web-socket-script.ts'

/** An upgrade request received by the server. */
export interface Upgrade {
  message: IncomingMessage
  request: RecordedRequest
  connection: Connection
  /** Bytes received immediately after the request. */
  head: Buffer
  /** Called when a script fails or a client violates the protocol. */
  onFailure: (error: unknown) => void
}

/** Completes the opening handshake; never settles when it is invalid, to which `ws` responds with 400. */
export function acceptUpgrade(upgrade: Upgrade, options: HandshakeOptions): Promise<ScriptedSocket> {
  const { message, request, connection, head } = upgrade
  const offeredSubprotocols = request.headers['sec-websocket-protocol']?.split(/ *, */) ?? []
  const subprotocol = options.subprotocol === undefined ? offeredSubprotocols[0] : options.subprotocol
  const acceptor = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    autoPong: options.autoPong ?? true,
    perMessageDeflate: options.perMessageDeflate ?? false,
    // The header is added manually, because `ws` cannot select a subprotocol that was not offered.
    handleProtocols: () => false,
  })
  acceptor.on('headers', (lines) => adjustHeaders(lines, subprotocol ?? '', options))
  return new Promise((resolve) => {
    acceptor.handleUpgrade(message, connection.socket, head, (websocket: WebSocket) => {
      websocket.on('error', upgrade.onFailure)
      resolve(
        new ScriptedSocket(websocket, { request, connection, offeredSubprotocols, subprotocol: subprotocol ?? '' }),
      )
    })
  })
}

function adjustHeaders(lines: string[], subprotocol: string, { headers = {}, wrongAccept }: HandshakeOptions): void {
  if (subprotocol !== '') lines.push(`Sec-WebSocket-Protocol: ${subprotocol}`)
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`)
  const accept = lines.findIndex((line) => line.startsWith('Sec-WebSocket-Accept:'))
  if (wrongAccept) lines[accept] = 'Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA='
}
