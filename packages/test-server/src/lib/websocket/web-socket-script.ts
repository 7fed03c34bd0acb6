import type { Gate } from '../gate.ts'
import type { Reply } from '../reply.ts'
import type { MessagePattern } from './message-pattern.ts'
import type { CloseFrame, ScriptedSocket } from './scripted-socket.ts'

/** One step of a script: exactly one of these. A script that has ended leaves the socket open and answering pings. */
export type WebSocketStep =
  /** The next message must fit; otherwise the script fails, and with it the server's dispose. */
  | { expect: MessagePattern }
  /** Skips messages up to one that fits. */
  | { until: MessagePattern }
  /** Text as it is, bytes as a binary message, anything else as JSON. */
  | { send: unknown }
  /** Written past the framing: malformed, oversized or oddly fragmented frames, see `encodeFrame`. */
  | { raw: Uint8Array }
  | { ping: string }
  /** Starts the closing handshake; without a code the frame is empty. */
  | { close: Partial<CloseFrame> }
  /** Ends the connection (FIN) without a close frame. */
  | { drop: true }
  /** Resets the connection (RST). */
  | { reset: true }
  /** From here on reads and answers nothing, pings and close frames included, but still takes the bytes. */
  | { halfOpen: true }
  /** From here on takes no bytes: the client's send buffer fills up. Its leaving goes unnoticed until dispose. */
  | { stopReading: true }
  /** Waits until the gate is open. */
  | Gate
  /** Anything else. */
  | ((socket: ScriptedSocket) => unknown)

/** What happens on an accepted socket: a list of steps, or one function that does it all. */
export type WebSocketSteps = readonly WebSocketStep[] | ((socket: ScriptedSocket) => unknown)

/** How the opening handshake is answered, when not in the usual way. */
export interface HandshakeOptions {
  /** Chosen subprotocol, offered or not; `null` chooses none (default: the first offered). */
  subprotocol?: string | null | undefined
  /** Further headers of the 101 response. One of ws' own names is sent twice. */
  headers?: Record<string, string> | undefined
  /** Sends a wrong `Sec-WebSocket-Accept`. */
  wrongAccept?: boolean | undefined
  /** Answers pings (default true). */
  autoPong?: boolean | undefined
  /** Agrees to compression when offered (default false). */
  perMessageDeflate?: boolean | undefined
}

/** Accepts the upgrade with options and runs the steps. */
export interface AcceptUpgrade extends HandshakeOptions {
  steps: WebSocketSteps
}

/** Answers the upgrade with an ordinary reply: a status, a redirect, a fault before the head. */
export interface RefuseUpgrade {
  refuse: Reply
}

/** What one upgrade gets. */
export type WebSocketAnswer = WebSocketSteps | AcceptUpgrade | RefuseUpgrade

/** What a `WS /path` route does; `inTurn` gives each connection its own answer, and the last repeats. */
export type WebSocketScript = WebSocketAnswer | { inTurn: readonly WebSocketAnswer[] }
