import { type Client, isMiraError, type MiraError } from '@mira/core'
import { stateOf } from '@mira/core/internal'
import { Connection, type ConnectionHost, type ConnectionUser } from './connection.ts'
import type { ConnectionState, SessionEnd } from './server-event.ts'
import type { ReconnectOptions, SessionSettings } from './settings.ts'

/** A connection open for at least this long resets the attempt count. */
const steadyMs = 5_000

/** Details of a change of the state. */
export interface StateDetails {
  /** Number of the reconnection attempt. */
  readonly attempt?: number | undefined
  /** Cause of the change. */
  readonly error?: unknown
}

/** Callbacks of a {@link ReconnectingConnection}. */
export interface ReconnectingHost extends ConnectionUser {
  changeState(state: ConnectionState, details?: StateDetails): void
  /** Called exactly once, as the last callback. */
  ended(end: SessionEnd): void
}

/** Keeps a connection open. Reconnects after each loss, until the attempt limit or an intentional close. */
export class ReconnectingConnection implements ConnectionHost {
  readonly user: ReconnectingHost
  readonly #client: Client
  readonly #settings: SessionSettings
  #connection: Connection | undefined
  #attempt = 0
  /** Time at which the last connection that was ready became so. */
  #openedAt: number | undefined
  #timer: unknown
  #isEnded = false

  constructor(client: Client, settings: SessionSettings, user: ReconnectingHost) {
    this.#client = client
    this.#settings = settings
    this.user = user
  }

  /** Starts connecting; every outcome is reported through the callbacks. */
  start(): void {
    this.user.changeState('connecting')
    this.#connect()
  }

  /** Ends the connection permanently. */
  end(end: SessionEnd): void {
    if (this.#isEnded) return
    this.#isEnded = true
    this.#settings.clock.clearTimeout(this.#timer)
    this.#connection?.end(end)
    this.user.changeState('closed', { error: end.error })
    this.user.ended(end)
  }

  ready(): void {
    this.#openedAt = this.#settings.clock.now()
    this.user.changeState('open')
  }

  ended(end: SessionEnd, { isReady, hasKey }: Connection): void {
    this.#connection = undefined
    if (this.#isEnded) return
    const { reconnect, clock } = this.#settings
    if (isReady && clock.now() - (this.#openedAt ?? 0) >= steadyMs) this.#attempt = 0
    const { error } = end
    // A failure of the API key function, for example because the network is down, is like a lost connection.
    const isTransient = this.#openedAt !== undefined && (!hasKey || this.#isTransient(error))
    if (!reconnect || !isTransient || this.#attempt >= reconnect.maxAttempts) return this.end(end)
    this.#attempt += 1
    this.user.changeState('reconnecting', { attempt: this.#attempt, error })
    this.#timer = clock.setTimeout(() => this.#connect(), this.#pauseMs(reconnect, error as MiraError | undefined))
  }

  #connect(): void {
    this.#connection = new Connection(this.#client, this.#settings, this)
    void this.#connection.open()
  }

  #isTransient(error: unknown): boolean {
    if (!isMiraError(error)) return false
    // A short-lived key may have expired: its function returns another one, which is tried once.
    const isRenewable = error.code === 'unauthorized' && typeof stateOf(this.#client).apiKey === 'function'
    return error.retryable || (isRenewable && this.#attempt === 0)
  }

  #pauseMs({ baseDelayMs, maxDelayMs }: ReconnectOptions, error: MiraError | undefined): number {
    const boundMs = Math.min(maxDelayMs, baseDelayMs * 2 ** (this.#attempt - 1))
    return Math.max(error?.retryAfterMs ?? 0, this.#settings.random() * boundMs)
  }
}
