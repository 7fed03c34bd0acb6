import { type Client, MiraError } from '@mira/core'
import { readSocketSettings, type SocketSettings } from '@mira/core/internal'
import { openSocket } from '#socket'
import { closingError } from './closing-error.ts'
import type { RealtimeErrorDetail, SessionEnd } from './server-event.ts'
import type { Heartbeat, SessionSettings } from './settings.ts'
import type { Message, Socket, SocketClosing, SocketEvents } from './sockets/socket.ts'

const path = '/v1/realtime'
const subprotocol = 'mira-realtime.v1'
/** Timeout after which a server that sends nothing after the upgrade is assumed to be ready. */
const maxReadyMs = 2_000
const tokenPattern = /^[\w!#$%&'*+.^`|~-]+$/

/** Receiver of what a connection carries. */
export interface ConnectionUser {
  /** Called when the upgrade was accepted: settings and history may be sent. */
  opened(connection: Connection): void
  /** Called for each message. Returns whether the message shows that the server is ready. */
  message(message: Message): boolean
  /** Sends an event that a live server answers. Returns `false` if no such event is known. */
  probe(): boolean
}

/** Callbacks of a connection. */
export interface ConnectionHost {
  readonly user: ConnectionUser
  /** Called when all other events may be sent. */
  ready(): void
  /** Called exactly once, as the last callback. */
  ended(end: SessionEnd, connection: Connection): void
}

/** A single WebSocket connection, monitored by a heartbeat. */
export class Connection implements SocketEvents {
  /** The server's last message, if that was an error event: it explains the closure that follows. */
  lastError: RealtimeErrorDetail | null | undefined
  readonly #client: Client
  readonly #settings: SessionSettings
  readonly #host: ConnectionHost
  #redact: ((text: string) => string) | undefined
  #socket: Socket | undefined
  #timer: unknown
  #heardAt: number
  #probedAt: number | undefined
  /** Whether the answer to the probe is overdue, but may have arrived while the event loop was blocked. */
  #isOverdue = false
  #isReady = false
  #isEnded = false

  constructor(client: Client, settings: SessionSettings, host: ConnectionHost) {
    this.#client = client
    this.#settings = settings
    this.#host = host
    this.#heardAt = settings.clock.now()
  }

  /** Bytes queued in the socket. */
  get bufferedAmount(): number {
    return this.#socket?.bufferedAmount ?? 0
  }

  /** Whether the server has accepted the session. */
  get isReady(): boolean {
    return this.#isReady
  }

  /** Whether the API key was available, which is not the case when its function fails. */
  get hasKey(): boolean {
    return this.#redact !== undefined
  }

  /** Starts connecting; the outcome is reported through the callbacks. */
  async open(): Promise<void> {
    const { handshakeTimeoutMs: ms } = this.#settings
    this.#arm(() => this.#fail('timeout', timeoutError(ms)), ms)
    try {
      const settings = await readSocketSettings(this.#client, path)
      this.#redact = settings.redact
      if (!this.#isEnded) await this.#openSocket(settings)
    } catch (error) {
      this.#fail('not opened', error)
    }
  }

  /** Sends a text message; ignored after the end. */
  send(text: string): void {
    if (!this.#isEnded) this.#socket?.send(text)
  }

  /** Ends the connection from this side, without waiting for the server's close frame. */
  end(end: SessionEnd): void {
    if (!this.#finish()) return
    const { closeCode, reason, error } = end
    if (error === undefined) this.#socket?.close(closeCode, reason)
    else this.#socket?.destroy()
    this.#host.ended(end, this)
  }

  opened(): void {
    if (this.#isEnded) return
    this.#arm(() => this.#ready(), maxReadyMs)
    this.#host.user.opened(this)
  }

  message(message: Message): void {
    if (this.#isEnded) return
    this.alive()
    try {
      if (this.#host.user.message(message)) this.#ready()
    } catch (error) {
      // Rethrown, the error would be uncaught and terminate the process.
      this.end({ closeCode: 1000, reason: '', error })
    }
  }

  alive(): void {
    this.#heardAt = this.#settings.clock.now()
    this.#probedAt = undefined
    this.#isOverdue = false
  }

  /** Only 1000 ends a session. Any other code, such as 1001 of a server that restarts, means a lost connection. */
  closed(closing: SocketClosing): void {
    const { code: closeCode, reason } = closing
    const isNormal = closeCode === 1000 && this.#isReady && this.lastError?.code !== 'session_expired'
    const error = isNormal ? undefined : this.#closingError(closing)
    if (this.#finish()) this.#host.ended({ closeCode, reason, error }, this)
  }

  /** @throws {TypeError} when the API key contains characters not allowed in a subprotocol. */
  async #openSocket({ apiKey, ...settings }: SocketSettings): Promise<void> {
    const { maxMessageBytes } = this.#settings
    const subprotocols = [subprotocol]
    const headers: Record<string, string> = { ...settings.headers, ...this.#settings.headers }
    if (apiKey !== undefined) {
      if (!tokenPattern.test(apiKey)) {
        throw new TypeError('realtime.connect: apiKey contains characters that are invalid in a subprotocol')
      }
      subprotocols.push(`openai-insecure-api-key.${apiKey}`)
      headers.authorization = `Bearer ${apiKey}`
    }
    this.#socket = await openSocket({ ...settings, subprotocols, headers, maxMessageBytes }, this)
    if (this.#isEnded) this.#socket.destroy()
  }

  #closingError(closing: SocketClosing): MiraError {
    return closingError(closing, { redact: this.#redact ?? String, isReady: this.#isReady, detail: this.lastError })
  }

  #ready(): void {
    if (this.#isReady || this.#isEnded) return
    this.#isReady = true
    const { heartbeat } = this.#settings
    this.#clearTimer()
    if (heartbeat) this.#arm(() => this.#beat(heartbeat), heartbeat.intervalMs)
    this.#host.ready()
  }

  /** Probes a silent server and fails if it does not answer: the connection may be half-open. */
  #beat(heartbeat: Heartbeat): void {
    const { intervalMs, timeoutMs } = heartbeat
    const beatAfter = (ms: number): void => this.#arm(() => this.#beat(heartbeat), ms)
    const now = this.#settings.clock.now()
    if (this.#probedAt !== undefined && now - this.#probedAt >= timeoutMs) {
      const reason = 'no answer'
      if (this.#isOverdue) return this.#fail(reason, this.#closingError({ code: 1006, reason }))
      // After a blocked event loop, timers fire before the sockets are read. Read what has arrived first.
      this.#isOverdue = true
      return beatAfter(Math.min(timeoutMs, now - this.#probedAt - timeoutMs))
    }
    if (this.#probedAt === undefined && now - this.#heardAt >= intervalMs && this.#probe()) this.#probedAt = now
    const dueAt = this.#probedAt === undefined ? this.#heardAt + intervalMs : this.#probedAt + timeoutMs
    beatAfter(dueAt > now ? dueAt - now : intervalMs)
  }

  #probe(): boolean {
    if (!this.#socket?.ping) return this.#host.user.probe()
    this.#socket.ping()
    return true
  }

  #fail(reason: string, error: unknown): void {
    this.end({ closeCode: 1006, reason, error })
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
function timeoutError(ms: number): MiraError {
  const message = `realtime.connect: no connection within ${ms} ms (handshakeTimeoutMs)`
  return new MiraError(message, { code: 'timeout', timeout: 'attempt', retryable: true })
}
