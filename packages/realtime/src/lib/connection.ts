import { MiraError } from '@mira/core'
import type { SocketSettings } from '@mira/core/internal'
import { openSocket } from '#socket'
import { closingError } from './closing-error.ts'
import type { RealtimeErrorDetail, SessionEnd } from './server-event.ts'
import type { Heartbeat, RealtimeSettings } from './settings.ts'
import type { Socket, SocketClosing } from './sockets/socket.ts'

const subprotocol = 'mira-realtime.v1'
/** Timeout after which a server that sends nothing after the upgrade is assumed to be ready. */
const maxReadyMs = 2_000
const tokenPattern = /^[\w!#$%&'*+.^`|~-]+$/

/** Callbacks of a connection. */
export interface ConnectionEvents {
  /** Called when the upgrade was accepted: settings and history may be sent. */
  opened(connection: Connection): void
  /** Called for each message. Returns whether the message shows that the server is ready. */
  message(text: string): boolean
  /** Called when all other events may be sent. */
  ready(): void
  /** Sends an event that a live server answers. Returns `false` if no such event is known. */
  probe(): boolean
  /** Called exactly once, as the last callback. */
  ended(end: SessionEnd): void
}

/** A single WebSocket connection, monitored by a heartbeat. */
export class Connection {
  readonly #settings: SocketSettings
  readonly #heartbeat: Heartbeat | false
  readonly #events: ConnectionEvents
  #socket: Socket | undefined
  #timer: unknown
  #heardAt: number
  #probedAt: number | undefined
  /** Whether the answer to the probe is overdue, but may have arrived while the event loop was blocked. */
  #isOverdue = false
  /** The server's last message, if that was an error event: it explains the closure that follows. */
  #detail: RealtimeErrorDetail | undefined
  #isReady = false
  #isEnded = false

  private constructor(settings: SocketSettings, heartbeat: Heartbeat | false, events: ConnectionEvents) {
    this.#settings = settings
    this.#heartbeat = heartbeat
    this.#events = events
    this.#heardAt = settings.clock.now()
  }

  /**
   * Starts connecting; the outcome is reported through the callbacks.
   *
   * @throws {TypeError} when the API key contains characters not allowed in a subprotocol.
   */
  static async open(
    socketSettings: SocketSettings,
    settings: RealtimeSettings,
    events: ConnectionEvents,
  ): Promise<Connection> {
    const connection = new Connection(socketSettings, settings.heartbeat, events)
    try {
      await connection.#open(settings)
    } catch (error) {
      connection.#finish()
      throw error
    }
    return connection
  }

  /** Bytes queued in the socket. */
  get bufferedAmount(): number {
    return this.#socket?.bufferedAmount ?? 0
  }

  /** Whether the server is ready and the connection has not ended. */
  get isReady(): boolean {
    return this.#isReady && !this.#isEnded
  }

  /** Sends a text message; ignored after the end. */
  send(text: string): void {
    if (!this.#isEnded) this.#socket?.send(text)
  }

  /** Records the error event that the last message contained; `undefined` if it was another event. */
  noteError(detail: RealtimeErrorDetail | undefined): void {
    this.#detail = detail
  }

  /** Ends the connection from this side, without waiting for the server's close frame. */
  end(end: SessionEnd): void {
    if (!this.#finish()) return
    const { closeCode, reason, error } = end
    if (error === undefined) this.#socket?.close(closeCode, reason)
    else this.#socket?.destroy()
    this.#events.ended(end)
  }

  async #open({ headers, handshakeTimeoutMs, maxMessageBytes }: RealtimeSettings): Promise<void> {
    const { url, apiKey, WebSocket, clock, redact } = this.#settings
    if (apiKey !== undefined && !tokenPattern.test(apiKey)) {
      throw new TypeError('realtime.connect: apiKey contains characters that are invalid in a subprotocol')
    }
    const subprotocols = apiKey === undefined ? [subprotocol] : [subprotocol, `openai-insecure-api-key.${apiKey}`]
    const authorization = apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }
    this.#timer = clock.setTimeout(() => this.#timeOut(handshakeTimeoutMs), handshakeTimeoutMs)
    const socket = await openSocket(
      {
        url,
        subprotocols,
        headers: { ...this.#settings.headers, ...headers, ...authorization },
        maxMessageBytes,
        WebSocket,
        redact,
      },
      {
        opened: () => this.#opened(),
        message: (text) => this.#message(text),
        alive: () => this.#hear(),
        closed: (closing) => this.#closed(closing),
      },
    )
    this.#socket = socket
    if (this.#isEnded) socket.destroy()
  }

  #opened(): void {
    if (this.#isEnded) return
    this.#arm(() => this.#ready(), maxReadyMs)
    this.#events.opened(this)
  }

  /** Only 1000 ends a session. Any other code, such as 1001 of a server that restarts, means a lost connection. */
  #closed(closing: SocketClosing): void {
    const { code: closeCode, reason } = closing
    const isNormal = closeCode === 1000 && this.#isReady && this.#detail?.code !== 'session_expired'
    const error = isNormal ? undefined : this.#closingError(closing)
    if (this.#finish()) this.#events.ended({ closeCode, reason, error })
  }

  #closingError(closing: SocketClosing): MiraError {
    const { redact } = this.#settings
    return closingError(closing, { redact, isReady: this.#isReady, detail: this.#detail })
  }

  #message(text: string): void {
    if (this.#isEnded) return
    this.#hear()
    try {
      if (this.#events.message(text)) this.#ready()
    } catch (error) {
      // Rethrown, the error would be uncaught and terminate the process.
      this.end({ closeCode: 1000, reason: '', error })
    }
  }

  #ready(): void {
    if (this.#isReady || this.#isEnded) return
    this.#isReady = true
    this.#clearTimer()
    if (this.#heartbeat) this.#arm(() => this.#beat(), this.#heartbeat.intervalMs)
    this.#events.ready()
  }

  #hear(): void {
    this.#heardAt = this.#settings.clock.now()
    this.#probedAt = undefined
    this.#isOverdue = false
  }

  /** Probes a silent server and fails if it does not answer: the connection may be half-open. */
  #beat(): void {
    const { intervalMs, timeoutMs } = this.#heartbeat as Heartbeat
    const now = this.#settings.clock.now()
    if (this.#probedAt !== undefined && now - this.#probedAt >= timeoutMs) {
      if (this.#isOverdue) return this.#fail('no answer')
      // After a blocked event loop, timers fire before the sockets are read. Read what has arrived first.
      this.#isOverdue = true
      return this.#arm(() => this.#beat(), Math.min(timeoutMs, now - this.#probedAt - timeoutMs))
    }
    if (this.#probedAt === undefined && now - this.#heardAt >= intervalMs && this.#probe()) this.#probedAt = now
    const dueAt = this.#probedAt === undefined ? this.#heardAt + intervalMs : this.#probedAt + timeoutMs
    this.#arm(() => this.#beat(), dueAt > now ? dueAt - now : intervalMs)
  }

  #probe(): boolean {
    if (!this.#socket?.ping) return this.#events.probe()
    this.#socket.ping()
    return true
  }

  #fail(reason: string): void {
    this.end({ closeCode: 1006, reason, error: this.#closingError({ code: 1006, reason }) })
  }

  #timeOut(ms: number): void {
    this.end({ closeCode: 1006, reason: 'timeout', error: timeoutError(ms) })
  }

  /** Marks the connection as ended. Returns `false` if it already was. */
  #finish(): boolean {
    if (this.#isEnded) return false
    this.#isEnded = true
    this.#clearTimer()
    return true
  }

  #arm(callback: () => void, ms: number): void {
    this.#clearTimer()
    this.#timer = this.#settings.clock.setTimeout(callback, ms)
  }

  #clearTimer(): void {
    this.#settings.clock.clearTimeout(this.#timer)
  }
}

/** Creates the error for a connection attempt that takes too long. */
export function timeoutError(ms: number): MiraError {
  const message = `realtime.connect: no connection within ${ms} ms (handshakeTimeoutMs)`
  return new MiraError(message, { code: 'timeout', timeout: 'attempt', retryable: true })
}
