import type { MiraError } from '@mira/core'

/** What is asked of a socket when it is opened. */
export interface SocketRequest {
  readonly url: string
  readonly subprotocols: readonly string[]
  /** Sent where the runtime can. */
  readonly headers: Readonly<Record<string, string>>
  readonly maxMessageBytes: number
  /** Constructor that the caller gave, if any. */
  readonly WebSocket: unknown
  /** Removes keys from what the other side says. */
  redact(text: string): string
}

/** How a socket ended. */
export interface SocketClosing {
  readonly code: number
  readonly reason: string
  /** Why the server refused the upgrade, where the runtime tells it. */
  readonly error?: MiraError | undefined
  readonly cause?: unknown
}

/** What a socket tells. */
export interface SocketEvents {
  opened(): void
  message(text: string): void
  /** A pong. */
  alive(): void
  /** The end; whatever is told after it means nothing. */
  closed(closing: SocketClosing): void
}

/** One WebSocket, whatever stands behind it. */
export interface Socket {
  /** Bytes handed over and not yet sent. */
  readonly bufferedAmount: number
  send(text: string): void
  /** Sends a ping frame, where the runtime can. */
  readonly ping: (() => void) | undefined
  close(code: number, reason: string): void
  /** Ends it without waiting for the other side. */
  destroy(): void
}

/** Opens a socket; what goes wrong is told by `closed`. */
export type OpenSocket = (request: SocketRequest, events: SocketEvents) => Promise<Socket>
