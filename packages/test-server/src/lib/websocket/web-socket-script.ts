import type { Gate } from '../gate.ts'
import type { Reply } from '../reply.ts'
import type { MessagePattern } from './message-pattern.ts'
import type { CloseFrame, ScriptedSocket } from './scripted-socket.ts'

/** One step of a script. After the last step, the socket stays open and responds to pings. */
export type WebSocketStep =
  /** Reads the next message, which must match; otherwise the script fails, and disposing of the server throws. */
  | { expect: MessagePattern }
  /** Skips messages until one matches. */
  | { until: MessagePattern }
  /** Sends text unchanged, bytes as a binary message, any other value as JSON. */
  | { send: unknown }
  /** Writes raw bytes without framing, for malformed, oversized or unusually fragmented frames; see `encodeFrame`. */
  | { raw: Uint8Array }
  /** Sends a ping frame. */
  | { ping: string }
  /** Starts the closing handshake; without a code, the frame is empty. */
  | { close: Partial<CloseFrame> }
  /** Ends the connection (FIN) without a close frame. */
  | { drop: true }
  /** Resets the connection (RST). */
  | { reset: true }
  /** From now on receives bytes but does not process them or respond, not even to pings and close frames. */
  | { halfOpen: true }
  /** Stops reading, so that the client's send buffer fills up. A disconnect is not detected until dispose. */
  | { stopReading: true }
  /** Waits until the gate is open. */
  | Gate
  /** Runs any other code. */
  | ((socket: ScriptedSocket) => unknown)

/** Script for an accepted socket: a list of steps, or a single function. */
export type WebSocketSteps = readonly WebSocketStep[] | ((socket: ScriptedSocket) => unknown)

/** Options for the response to the opening handshake. */
export interface HandshakeOptions {
  /** Selected subprotocol, offered or not; `null` selects none. Defaults to the first offered. */
  subprotocol?: string | null | undefined
  /** Additional headers of the 101 response. Headers that `ws` also sends are duplicated. */
  headers?: Record<string, string> | undefined
  /** Whether to send a wrong `Sec-WebSocket-Accept`. Defaults to `false`. */
  wrongAccept?: boolean | undefined
  /** Whether to respond to pings. Defaults to `true`. */
  autoPong?: boolean | undefined
  /** Whether to accept compression when offered. Defaults to `false`. */
  perMessageDeflate?: boolean | undefined
}

/** Accepts the upgrade with options and runs the steps. */
export interface AcceptUpgrade extends HandshakeOptions {
  steps: WebSocketSteps
}

/** Refuses the upgrade with an HTTP response: a status, a redirect, a fault before the headers. */
export interface RefuseUpgrade {
  refuse: Reply
}

/** Response to one upgrade. */
export type WebSocketAnswer = WebSocketSteps | AcceptUpgrade | RefuseUpgrade

/** Script of a `WS /path` route; `inTurn` is a list with one entry per connection, whose last one repeats. */
export type WebSocketScript = WebSocketAnswer | { inTurn: readonly WebSocketAnswer[] }
