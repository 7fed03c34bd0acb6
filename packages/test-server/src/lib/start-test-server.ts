import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { answerFailure, answerRequest } from './answer-request.ts'
import { ArrivalLog } from './arrival-log.ts'
import type { Connection } from './connection.ts'
import { Connections } from './connections.ts'
import { type DeadlineOptions, withDeadline } from './deadline.ts'
import { type RecordedRequest, RequestRecord, splitTarget } from './recorded-request.ts'
import type { ReplyScript } from './reply.ts'
import { type Match, Router } from './router.ts'
import type { Routes, RoutesOf, TestServer } from './test-server.ts'
import { answerUpgrade } from './websocket/answer-upgrade.ts'
import type { ScriptedSocket } from './websocket/scripted-socket.ts'
import type { WebSocketScript } from './websocket/web-socket-script.ts'

/**
 * Starts a scripted server on a free port of 127.0.0.1.
 *
 * @param routes - Responses by `METHOD /path`; the items of a list are used in order, and the last one repeats.
 * @returns The server, listening. Dispose of it with `await using`.
 */
export async function startTestServer<Keys>(routes: RoutesOf<Keys>): Promise<TestServer> {
  const server = new ScriptedServer(routes as Routes)
  await server.listen()
  return server
}

class ScriptedServer implements TestServer {
  readonly #http: Server = createServer({ keepAliveTimeout: 0, requestTimeout: 0 })
  readonly #replies: Router<ReplyScript>
  readonly #upgrades: Router<WebSocketScript>
  readonly #connections = new Connections()
  readonly #requests = new ArrivalLog<RecordedRequest>('Request')
  readonly #sockets = new ArrivalLog<ScriptedSocket>('WebSocket')
  readonly #startedAt = performance.now()
  #port = 0
  readonly unexpected: RecordedRequest[] = []
  readonly failures: unknown[] = []

  constructor(routes: Routes) {
    const [replies, upgrades] = splitRoutes(routes)
    this.#replies = new Router(replies)
    this.#upgrades = new Router(upgrades)
    this.#http.on('connection', (socket) => this.#connections.accept(socket))
    this.#http.on('request', (message, response) => void this.#answer(message, response))
    this.#http.on('upgrade', (message, _, head) => void this.#upgrade(message, head))
    this.#http.on('clientError', (error, socket) => this.#reject(error, socket))
  }

  async listen(): Promise<void> {
    this.#http.listen(0, '127.0.0.1')
    await once(this.#http, 'listening')
    this.#port = (this.#http.address() as AddressInfo).port
  }

  get port(): number {
    return this.#port
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  get webSocketUrl(): string {
    return `ws://127.0.0.1:${this.port}`
  }

  get requests(): readonly RecordedRequest[] {
    return this.#requests.items
  }

  get sockets(): readonly ScriptedSocket[] {
    return this.#sockets.items
  }

  get openSockets(): number {
    return this.#connections.openCount
  }

  get acceptedSockets(): number {
    return this.#connections.acceptedCount
  }

  nextRequest(options: DeadlineOptions = {}): Promise<RecordedRequest> {
    return this.#requests.next(options)
  }

  nextSocket(options: DeadlineOptions = {}): Promise<ScriptedSocket> {
    return this.#sockets.next(options)
  }

  async waitForClose(options: DeadlineOptions = {}): Promise<void> {
    const { method, path, closed } = await this.#requests.latest(options)
    await withDeadline(closed, () => `The connection of ${method} ${path} is still open`, options)
  }

  socketsClosed(options: DeadlineOptions = {}): Promise<void> {
    return this.#connections.allClosed(options)
  }

  async close(): Promise<void> {
    await this[Symbol.asyncDispose]()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#http.listening) return
    const closed = once(this.#http, 'close')
    this.#http.close()
    this.#connections.closeAll()
    await closed
    if (this.failures.length > 0) throw this.failures[0]
  }

  async #answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const connection = this.#connections.of(message.socket)
    if (!connection) return
    const match = this.#replies.match(message.method ?? 'GET', pathOf(message))
    const { request, received } = this.#record(message, connection, match)
    const context = { request, response, connection }
    try {
      await answerRequest(context, match, received)
    } catch (error) {
      this.failures.push(error)
      await answerFailure(context, error)
    }
  }

  async #upgrade(message: IncomingMessage, head: Buffer): Promise<void> {
    const connection = this.#connections.of(message.socket)
    if (!connection) return
    const match = this.#upgrades.match('WS', pathOf(message))
    const { request } = this.#record(message, connection, match)
    const onFailure = (error: unknown) => void this.failures.push(error)
    const onSocket = (socket: ScriptedSocket) => this.#sockets.add(socket)
    try {
      await answerUpgrade({ message, request, connection, head, onFailure }, match, onSocket)
    } catch (error) {
      onFailure(error)
      connection.disconnect('drop')
    }
  }

  // A client that disconnects during a request is expected; one that sends anything but HTTP is a failure.
  #reject(error: NodeJS.ErrnoException, socket: Duplex): void {
    if (error.code?.startsWith('HPE_') && error.code !== 'HPE_INVALID_EOF_STATE') this.failures.push(error)
    socket.destroy()
  }

  #record(message: IncomingMessage, connection: Connection, match: Match<unknown> | undefined) {
    const request = new RequestRecord(message, {
      at: performance.now() - this.#startedAt,
      attempt: match?.attempt ?? 1,
      connection: connection.id,
      closed: connection.closed,
    })
    connection.activity = `${request.method} ${request.path}`
    if (!match) this.unexpected.push(request)
    const received = request.receive(message)
    this.#requests.add(request, received)
    return { request, received }
  }
}

function pathOf(message: IncomingMessage): string {
  return splitTarget(message.url ?? '/').path
}

function splitRoutes(routes: Routes): [Record<string, ReplyScript>, Record<string, WebSocketScript>] {
  const replies: Record<string, ReplyScript> = {}
  const upgrades: Record<string, WebSocketScript> = {}
  for (const [key, script] of Object.entries(routes)) {
    // The key determines the type of the value, which `Object.entries` does not preserve.
    if (key.startsWith('WS ')) upgrades[key] = script as WebSocketScript
    else replies[key] = script as ReplyScript
  }
  return [replies, upgrades]
}
