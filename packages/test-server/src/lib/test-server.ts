import type { DeadlineOptions } from './deadline.ts'
import type { RecordedRequest } from './recorded-request.ts'
import type { ReplyScript } from './reply.ts'
import type { ScriptedSocket } from './websocket/scripted-socket.ts'
import type { WebSocketScript } from './websocket/web-socket-script.ts'

/** Methods a route can be written for. */
export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS'

/** What the server answers: replies by `METHOD /path`, WebSocket scripts by `WS /path`. */
export interface Routes {
  readonly [httpRoute: `${Method} /${string}`]: ReplyScript
  readonly [webSocketRoute: `WS /${string}`]: WebSocketScript
}

/** {@link Routes} as written in a call. A computed key, known as `string` only, holds a reply. */
export type RoutesOf<Keys> = {
  readonly [Key in keyof Keys]: string extends Key ? ReplyScript : Key extends keyof Routes ? Routes[Key] : never
}

/** A scripted server. Made by `startTestServer`. */
export interface TestServer extends AsyncDisposable {
  /** `http://127.0.0.1:port`, without a slash at the end. */
  readonly url: string
  /** `ws://127.0.0.1:port`, without a slash at the end. */
  readonly webSocketUrl: string
  readonly port: number
  /** Everything that was requested, in order of arrival, unmatched requests and WebSocket upgrades included. */
  readonly requests: readonly RecordedRequest[]
  /** Requests no route matched; they were answered 404 with `{ detail }`. */
  readonly unexpected: readonly RecordedRequest[]
  /**
   * What a test should not pass over: a reply function that threw, a WebSocket step that met another message, a client
   * that broke the rules of HTTP or WebSocket.
   */
  readonly failures: readonly unknown[]
  /** WebSockets accepted, open or closed, in order. */
  readonly sockets: readonly ScriptedSocket[]
  /** Client connections open now. */
  readonly openSockets: number
  /** Client connections ever accepted. */
  readonly acceptedSockets: number
  /** The first request not returned by an earlier call, once its body has arrived or broke off. */
  nextRequest(options?: DeadlineOptions): Promise<RecordedRequest>
  /** The first WebSocket not returned by an earlier call, once it is open. */
  nextSocket(options?: DeadlineOptions): Promise<ScriptedSocket>
  /** Resolves when the connection of the latest request is closed: the client has left. */
  waitForClose(options?: DeadlineOptions): Promise<void>
  /** Resolves when no client connection is open; a failure names those that are. */
  socketsClosed(options?: DeadlineOptions): Promise<void>
  /**
   * Closes all connections and the listening socket.
   *
   * @throws The first of {@link TestServer.failures}, so that a broken script cannot pass for a working test.
   */
  close(): Promise<void>
}
