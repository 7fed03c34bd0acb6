import type { DeadlineOptions } from './deadline.ts'
import type { RecordedRequest } from './recorded-request.ts'
import type { ReplyScript } from './reply.ts'
import type { ScriptedSocket } from './websocket/scripted-socket.ts'
import type { WebSocketScript } from './websocket/web-socket-script.ts'

/** HTTP methods supported in routes. */
export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS'

/** Routes of the server: responses by `METHOD /path`, WebSocket scripts by `WS /path`. */
export interface Routes {
  readonly [httpRoute: `${Method} /${string}`]: ReplyScript
  readonly [webSocketRoute: `WS /${string}`]: WebSocketScript
}

/** {@link Routes} inferred from a call. A computed key of type `string` must have a response. */
export type RoutesOf<Keys> = {
  readonly [Key in keyof Keys]: string extends Key ? ReplyScript : Key extends keyof Routes ? Routes[Key] : never
}

/** A scripted server. Created by `startTestServer`. */
export interface TestServer extends AsyncDisposable {
  /** `http://127.0.0.1:port`, without a trailing slash. */
  readonly url: string
  /** `ws://127.0.0.1:port`, without a trailing slash. */
  readonly webSocketUrl: string
  /** Port the server listens on. */
  readonly port: number
  /** All requests in order of arrival, including unmatched ones and WebSocket upgrades. */
  readonly requests: readonly RecordedRequest[]
  /** Requests that matched no route and received a 404 with `{ detail }`. */
  readonly unexpected: readonly RecordedRequest[]
  /**
   * Failures that a test should not ignore: a response function that threw, a WebSocket message that did not match its
   * step, a client that violated HTTP or WebSocket.
   */
  readonly failures: readonly unknown[]
  /** All accepted WebSockets, open or closed, in order. */
  readonly sockets: readonly ScriptedSocket[]
  /** Number of open client connections. */
  readonly openSockets: number
  /** Total number of accepted client connections. */
  readonly acceptedSockets: number
  /** Resolves with the first request not returned by an earlier call, once its body is received or interrupted. */
  nextRequest(options?: DeadlineOptions): Promise<RecordedRequest>
  /** Resolves with the first WebSocket not returned by an earlier call, once it is open. */
  nextSocket(options?: DeadlineOptions): Promise<ScriptedSocket>
  /** Resolves when the connection of the latest request is closed, because the client has disconnected. */
  waitForClose(options?: DeadlineOptions): Promise<void>
  /** Resolves when no client connection is open; the timeout error lists those that are. */
  socketsClosed(options?: DeadlineOptions): Promise<void>
  /**
   * Closes all connections and the listening socket.
   *
   * @throws The first of {@link TestServer.failures}, so that a test with a broken script cannot pass.
   */
  close(): Promise<void>
}
