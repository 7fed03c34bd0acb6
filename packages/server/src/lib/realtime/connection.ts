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
}

/** Sent bytes that may wait for the network before the answer pauses. */
const maxWaitingBytes = 256 * 1024
/** A client that takes nothing for so long is gone, or means harm. */
const maxStuckMs = 10_000
/** Beyond this what waits is not kept any longer. */
const maxUnreadBytes = 8 * 1024 * 1024
const drainPollMs = 20
const pingIntervalMs = 20_000
/** Time for the close handshake. */
const closeTimeoutMs = 1_000
/** Events at once, and a second: 20 ms of sound each leaves much room. */
const eventBurst = 2_000
const eventsPerSecond = 500
/** Refused events at once, and a second: a program in the making gets some wrong, a hostile one all. */
const errorBurst = 20
const errorsPerSecond = 0.5

/** The socket of a session: JSON events in and out, within bounds. */
export class Connection {
  /** Aborts when it is over. */
  readonly signal: AbortSignal
  readonly #socket: WebSocket
  readonly #options: ConnectionOptions
  readonly #over = new AbortController()
  readonly #events = new TokenBucket(eventBurst, eventsPerSecond)
  readonly #errors = new TokenBucket(errorBurst, errorsPerSecond)
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
    // What `ws` refuses to read (too large, not UTF-8, no frame) it answers with its close code by itself.
    socket.on('error', () => undefined)
    socket.on('close', () => this.#end())
    this.#ping = setInterval(() => this.#probe(), pingIntervalMs).unref()
  }

  get dialect(): Dialect {
    return this.#dialect
  }

  /** The client has shown that it speaks another. */
  speak(dialect: Dialect): void {
    this.#dialect = dialect
  }

  send(event: ServerEvent): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return
    if (this.#socket.bufferedAmount > maxUnreadBytes)
      return this.close(closeCode.policyViolation, 'The client does not read')
    const { type, ...fields } = event
    this.#socket.send(JSON.stringify({ type: nameEvent(type, this.#dialect), event_id: newId('event_'), ...fields }))
  }

  /** Tells of a failure that leaves the session open; of too many it does not. */
  fail(error: unknown, clientEventId: unknown = null): void {
    this.#tell(error, clientEventId)
    if (!this.#errors.take(1)) this.close(closeCode.policyViolation, 'Too many events that cannot be read')
  }

  /** Tells of a failure that ends the session. */
  refuse(error: ApiError, code: CloseCode): void {
    this.#tell(error, null)
    this.close(code, error.message)
  }

  close(code: CloseCode, reason: string): void {
    if (this.signal.aborted) return
    // A reason has at most 123 bytes (RFC 6455 §5.5).
    this.#socket.close(code, Buffer.from(reason).subarray(0, 123).toString())
    setTimeout(() => this.#socket.terminate(), closeTimeoutMs).unref()
    this.#end()
  }

  /** Waits until the client has taken enough of what was sent; ends the session of one that takes nothing. */
  async drained(signal: AbortSignal): Promise<void> {
    if (this.#socket.bufferedAmount <= maxWaitingBytes) return
    const deadline = performance.now() + maxStuckMs
    while (this.#socket.bufferedAmount > maxWaitingBytes) {
      if (performance.now() > deadline) return this.close(closeCode.policyViolation, 'The client does not read')
      await new Promise((resolve) => setTimeout(resolve, drainPollMs))
      signal.throwIfAborted()
    }
  }

  #tell(error: unknown, clientEventId: unknown): void {
    const apiError = toApiError(error)
    const { type, code, message } = toErrorObject(apiError)
    const { param = null } = apiError
    this.send({ type: 'error', error: { type, code, message, param, event_id: clientEventId ?? null } })
  }

  #receive(data: RawData, isBinary: boolean): void {
    if (this.signal.aborted) return
    if (isBinary) {
      return this.refuse(new ApiError(400, 'Binary messages are not understood: send JSON'), closeCode.unsupportedData)
    }
    if (!this.#events.take(1)) {
      const detail = `Rate limit exceeded: ${eventsPerSecond} events per second`
      return this.refuse(new ApiError(429, detail), closeCode.tooManyRequests)
    }
    let event: Record<string, unknown>
    try {
      event = this.#parse(data.toString())
    } catch (error) {
      return this.refuse(toApiError(error), closeCode.invalidPayload)
    }
    this.#options.onEvent(event)
  }

  /** @throws {ApiError} 400. */
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
    throw fieldError('type', 'expected an object with the type of an event')
  }

  #probe(): void {
    if (!this.#isAlive) return this.#socket.terminate()
    this.#isAlive = false
    this.#socket.ping()
  }

  #end(): void {
    if (this.signal.aborted) return
    clearInterval(this.#ping)
    this.#over.abort(new DOMException('The session is over', 'AbortError'))
    this.#options.onClose()
  }
}
