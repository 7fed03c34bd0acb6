import { type WebSocket, WebSocketServer } from 'ws'
import type { EmulatedUpgrade } from '../../emulation.ts'
import { toHeaderRecord } from '../../http/fault-plan.ts'
import { closeCode } from '../../realtime/close-codes.ts'
import { watchTraffic } from '../../realtime/watch-traffic.ts'
import { isEndpoint } from '../endpoint-paths.ts'
import { toValue } from '../journal.ts'
import { describeRequest } from './describe-request.ts'
import type { Exchange, RecordedRequest } from './exchange.ts'
import type { ExchangeParts, Recording } from './exchange-front.ts'
import { type OnFrame, relaySocket } from './relay-socket.ts'
import { replaySocket } from './replay-socket.ts'

/** Maximum size of a relayed message, in bytes. */
const maxPayload = 64 * 1024 * 1024

/** Time for clients and the upstream to confirm the end of their sockets at shutdown, in milliseconds. */
const terminateAfterMs = 1_000

/** Answers the upgrades of recorded sockets and, while recording, lets the upstream answer them. */
export class SocketExchanges {
  readonly #parts: ExchangeParts
  readonly #sockets: WebSocketServer = new WebSocketServer({
    noServer: true,
    maxPayload,
    perMessageDeflate: false,
    // The upstream, or the recording, has selected it.
    handleProtocols: (offered) => [...offered][0] ?? false,
  })
  readonly #running = new Set<Promise<unknown>>()
  readonly #stopped = new AbortController()

  constructor(parts: ExchangeParts) {
    this.#parts = parts
  }

  /**
   * Answers an upgrade, and resolves with true when it has; with false if it is left to the server.
   *
   * @throws {ApiError} when the upstream rejects the upgrade or cannot be reached.
   */
  answer(upgrade: EmulatedUpgrade): Promise<boolean> {
    const running = this.#answer(upgrade).finally(() => this.#running.delete(running))
    this.#running.add(running)
    return running
  }

  /** Closes all sockets, as the server shuts down. */
  async close(): Promise<void> {
    for (const client of this.#sockets.clients) client.close(closeCode.goingAway, 'The server is shutting down')
    const timer = setTimeout(() => {
      for (const client of this.#sockets.clients) client.terminate()
      this.#stopped.abort()
    }, terminateAfterMs)
    await Promise.allSettled(this.#running)
    clearTimeout(timer)
  }

  async #answer(upgrade: EmulatedUpgrade): Promise<boolean> {
    const { answers, recordings, recording } = this.#parts
    const { scope, request } = upgrade
    const place = { method: 'GET', path: scope.endpoint }
    if (recording === undefined && !recordings.hasPath(place)) return false
    // Which turns a session will have is unknown: a fixture for any of them leaves the session to the server.
    const hasFixture = answers.book.list(scope.testId).some(({ match }) => covers(match?.endpoint, scope.endpoint))
    if (hasFixture) return false
    const query = URL.parse(request.url ?? '', 'http://localhost')?.search.slice(1) ?? ''
    const received = { ...place, query, headers: toHeaderRecord(request.headers), body: new Uint8Array() }
    const described = await describeRequest(received)
    const exchange = recordings.find(described, scope.testId)
    if (exchange?.socket !== undefined) await this.#replay(upgrade, exchange, exchange.socket)
    else if (recording === undefined) return false
    else await this.#relay(upgrade, recording, { received, described })
    return true
  }

  async #replay(
    upgrade: EmulatedUpgrade,
    { name }: Exchange,
    recorded: NonNullable<Exchange['socket']>,
  ): Promise<void> {
    const { journal, replay } = this.#parts
    journal.update(upgrade.scope.requestId, { fixture: name })
    const socket = await this.#open(upgrade, recorded.subprotocol)
    if (socket !== undefined) await replaySocket(socket, recorded, { ...replay, onFrame: watch(socket, upgrade) })
  }

  async #relay(
    upgrade: EmulatedUpgrade,
    { target, recorder }: Recording,
    {
      received,
      described,
    }: { readonly received: Parameters<typeof relaySocket>[0]; readonly described: RecordedRequest },
  ): Promise<void> {
    if (target.hasKey) await upgrade.authenticate()
    const file = recorder.begin(described)
    const recorded = await relaySocket(received, target, {
      open: (subprotocol) => this.#open(upgrade, subprotocol),
      onOpen: (socket) => watch(socket, upgrade),
      signal: this.#stopped.signal,
    })
    if (recorded !== undefined) await recorder.saveSocket(file, described, recorded)
  }

  /** Accepts an upgrade. Resolves with undefined if the client has disconnected. */
  #open({ request, socket, head }: EmulatedUpgrade, subprotocol: string | undefined): Promise<WebSocket | undefined> {
    if (subprotocol === undefined) delete request.headers['sec-websocket-protocol']
    else request.headers['sec-websocket-protocol'] = subprotocol
    return new Promise((resolve) => {
      if (socket.destroyed) resolve(undefined)
      socket.once('close', () => resolve(undefined))
      this.#sockets.handleUpgrade(request, socket, head, resolve)
    })
  }
}

/** Applies the fault of a socket, and returns a callback that records its messages. */
function watch(socket: WebSocket, { scope, fault, emulator, onOpen }: EmulatedUpgrade): OnFrame {
  onOpen()
  const onTraffic = watchTraffic(socket, { requestId: scope.requestId, emulator, fault })
  return (from, bytes, isBinary) => {
    const event = isBinary ? `${bytes.byteLength} bytes` : toValue(Buffer.from(bytes).toString())
    onTraffic?.(from === 'client' ? 'received' : 'sent', event as object)
  }
}

function covers(endpoint: string | readonly string[] | undefined, path: string): boolean {
  return endpoint === undefined || [endpoint].flat().some((one) => isEndpoint(path, one))
}
