import type { RawData, WebSocket } from 'ws'
import { ApiError, fieldError, toApiError } from '../api-error.ts'
import { toErrorObject } from '../wire/error-body.ts'
import { newId } from '../wire/ids.ts'
import { guardJsonText } from '../wire/json-guard.ts'
import { type Dialect, nameEvent, type ServerEvent } from '../wire/realtime-dialect.ts'
import { type CloseCode, closeCode } from './close-codes.ts'
import { TokenBucket } from './token-bucket.ts'

/** Options of {@link Connection}. */
export interface ConnectionOptions {
  readonly dialect: Dialect
  readonly maxJsonDepth: number
  readonly onEvent: (event: Record<string, unknown>) => void
  readonly onClose: () => void
  /** Called with each event in either direction. */
  readonly onTraffic?: ((direction: 'received' | 'sent', event: object) => void) | undefined
}

/** Buffered bytes above which the response pauses. */
const maxWaitingBytes = 256 * 1024
/** Time without reading, in milliseconds, after which a client is considered gone or malicious. */
const maxStalledMs = 10_000
/** Buffered bytes above which the connection is closed. */
const maxUnreadBytes = 8 * 1024 * 1024
const drainPollMs = 20
const pingIntervalMs = 20_000
/** Timeout of the close handshake, in milliseconds. */
const closeTimeoutMs = 1_000
/** Burst and rate per second of client events; audio chunks of 20 ms stay far below. */
const eventBurst = 2_000
const eventsPerSecond = 500
/** Burst and rate per second of rejected events: a client in development sends a few, a malicious one many. */
const errorBurst = 20
const errorsPerSecond = 0.5

/** WebSocket connection of a session: exchanges JSON events within limits. */
export class Connection {
  /** Aborts when the connection closes. */
  readonly signal: AbortSignal
  readonly #socket: WebSocket
  readonly #options: ConnectionOptions
  readonly #over = new AbortController()
  readonly #events = new TokenBucket(eventBurst, eventsPerSecond)
  readonly #errors = new TokenBucket(errorBurst, errorsPerSecond)
  /** Events of the last read that arrived while the connection was paused. */
  readonly #held: Record<string, unknown>[] = []
  #pauses = 0
  #dialect: Dialect
  #isAlive = true
  #ping: NodeJS.Timeout

  constructor(socket: WebSocket, options: ConnectionOptions) {
    this.#socket = socket
    this.#options = options
    this.#dialect = options.dialect
    this.signal = this.#over.signal
    socket.on('message', (data, isBinary) => this.#receive(data, isBinary))
    socket.on('pong', () => {
      this.#isAlive = true
    })
    // `ws` itself sends the close code for data that it rejects (too large, not UTF-8, not a frame).
    socket.on('error', () => undefined)
    socket.on('close', () => this.#end())
    this.#ping = setInterval(() => this.#probe(), pingIntervalMs).unref()
  }

  get dialect(): Dialect {
    return this.#dialect
  }

  /** Switches to another dialect, which the client has turned out to use. */
  switchDialect(dialect: Dialect): void {
    this.#dialect = dialect
  }

  /** Sends an event; closes the connection of a client that does not read. */
  send(event: ServerEvent): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return
    if (this.#socket.bufferedAmount > maxUnreadBytes)
      return this.close(closeCode.policyViolation, 'The client does not read its messages')
    const { type, ...fields } = event
    const encoded = { type: nameEvent(type, this.#dialect), event_id: newId('event_'), ...fields }
    this.#socket.send(JSON.stringify(encoded))
    this.#options.onTraffic?.('sent', encoded)
  }

  /** Handles no further events until `done` settles. */
  pauseUntil(done: Promise<void>): void {
    this.#pauses += 1
    this.#socket.pause()
    const resume = () => {
      this.#pauses -= 1
      // Each of them may pause the connection again.
      while (this.#pauses === 0 && this.#held.length > 0) this.#handle(this.#held.shift()!)
      if (this.#pauses === 0) this.#socket.resume()
    }
    done.then(resume, resume)
  }

  /** Reports an error and keeps the session open, unless there were too many. */
  reportError(error: unknown, clientEventId: unknown = null): void {
    this.#sendError(error, clientEventId)
    if (!this.#errors.take(1)) this.close(closeCode.policyViolation, 'Too many invalid events')
  }

  /** Reports an error and closes the session. */
  closeWithError(error: ApiError, code: CloseCode): void {
    this.#sendError(error, null)
    this.close(code, error.message)
  }

  close(code: CloseCode, reason: string): void {
    if (this.signal.aborted) return
    // A reason has at most 123 bytes (RFC 6455 §5.5).
    this.#socket.close(code, Buffer.from(reason).subarray(0, 123).toString())
    setTimeout(() => this.#socket.terminate(), closeTimeoutMs).unref()
    this.#end()
  }

  /** Waits until the client has read enough of what was sent; closes the session of a client that does not read. */
  async drained(signal: AbortSignal): Promise<void> {
    if (this.#socket.bufferedAmount <= maxWaitingBytes) return
    const deadline = performance.now() + maxStalledMs
    while (this.#socket.bufferedAmount > maxWaitingBytes) {
      if (performance.now() > deadline)
        return this.close(closeCode.policyViolation, 'The client does not read its messages')
      await new Promise((resolve) => setTimeout(resolve, drainPollMs))
      signal.throwIfAborted()
    }
  }

  #sendError(error: unknown, clientEventId: unknown): void {
    const apiError = toApiError(error)
    const { type, code, message } = toErrorObject(apiError)
    const { param = null } = apiError
    this.send({ type: 'error', error: { type, code, message, param, event_id: clientEventId ?? null } })
  }

  #receive(data: RawData, isBinary: boolean): void {
    if (this.signal.aborted) return
    if (isBinary) {
      return this.closeWithError(
        new ApiError(400, 'Binary messages are not supported: send JSON'),
        closeCode.unsupportedData,
      )
    }
    if (!this.#events.take(1)) {
      const detail = `Rate limit exceeded: ${eventsPerSecond} events per second`
      return this.closeWithError(new ApiError(429, detail), closeCode.tooManyRequests)
    }
    let event: Record<string, unknown>
    try {
      event = this.#parse(data.toString())
    } catch (error) {
      return this.closeWithError(toApiError(error), closeCode.invalidPayload)
    }
    if (this.#pauses === 0) this.#handle(event)
    else this.#held.push(event)
  }

  #handle(event: Record<string, unknown>): void {
    if (this.signal.aborted) return
    this.#options.onTraffic?.('received', event)
    this.#options.onEvent(event)
  }

  /**
   * Parses an event.
   *
   * @throws {ApiError} 400 when the text is not an event.
   */
  #parse(text: string): Record<string, unknown> {
    guardJsonText(text, this.#options.maxJsonDepth)
    let event: unknown
    try {
      event = JSON.parse(text)
    } catch {
      throw new ApiError(400, 'The message is not valid JSON')
    }
    if (typeof event === 'object' && event !== null && 'type' in event && typeof event.type === 'string') {
      return event as Record<string, unknown>
    }
    throw fieldError('type', 'expected an object with an event type')
  }

  #probe(): void {
    if (!this.#isAlive) return this.#socket.terminate()
    this.#isAlive = false
    this.#socket.ping()
  }

  #end(): void {
    if (this.signal.aborted) return
    clearInterval(this.#ping)
    this.#over.abort(new DOMException('The session has ended', 'AbortError'))
    this.#options.onClose()
  }
}
