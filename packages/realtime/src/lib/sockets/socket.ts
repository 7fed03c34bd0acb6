import type { MiraError } from '@mira/core'
import type { RealtimeEvent } from '../server-event.ts'

/** Parameters for opening a socket. */
export interface SocketRequest {
  readonly url: string
  readonly subprotocols: readonly string[]
  /** Headers of the upgrade request, if the runtime supports them. */
  readonly headers: Readonly<Record<string, string>>
  readonly maxMessageBytes: number
  /** Constructor passed by the caller, if any. */
  readonly WebSocket: unknown
  /** Removes API keys from text received from the server. */
  redact(text: string): string
}

/** Details of the end of a socket. */
export interface SocketClosing {
  readonly code: number
  readonly reason: string
  /** Error of a rejected upgrade, if the runtime exposes it. */
  readonly error?: MiraError | undefined
  readonly cause?: unknown
}

/** A message: its text, or the event if the runtime decodes audio faster. */
export type Message = string | RealtimeEvent<'response.audio.delta'>

/** Callbacks of a socket. */
export interface SocketEvents {
  opened(): void
  message(message: Message): void
  /** Called for a ping or pong frame. */
  alive(): void
  /** Called when the socket has ended; ignore callbacks after it. */
  closed(closing: SocketClosing): void
}

/** A WebSocket, independent of its implementation. */
export interface Socket {
  /** Bytes queued and not yet sent. */
  readonly bufferedAmount: number
  send(text: string): void
  /** Sends a ping frame; `undefined` if the runtime does not support it. */
  readonly ping: (() => void) | undefined
  close(code: number, reason: string): void
  /** Ends the connection without a closing handshake, where possible. */
  destroy(): void
}

/** Opens a socket. Connection failures are reported by `closed`. */
export type OpenSocket = (request: SocketRequest, events: SocketEvents) => Promise<Socket>
