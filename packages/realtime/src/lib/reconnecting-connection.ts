import { type Client, type Clock, isMiraError, type MiraError } from '@mira/core'
import { readSocketSettings, type SocketSettings, stateOf } from '@mira/core/internal'
import { Connection, type ConnectionEvents, timeoutError } from './connection.ts'
import type { ConnectionState, SessionEnd } from './server-event.ts'
import type { RealtimeSettings, ReconnectOptions } from './settings.ts'

const path = '/v1/realtime'
/** A connection open for at least this long resets the attempt count. */
const steadyMs = 5_000

/** Callbacks of a {@link ReconnectingConnection}. */
export interface ReconnectingConnectionEvents extends Omit<ConnectionEvents, 'ended' | 'ready'> {
  ready(connection: Connection): void
  state(state: ConnectionState, details?: { attempt?: number | undefined; error?: unknown }): void
  ended(end: SessionEnd): void
}

/** Injected clock and source of randomness. */
export interface TimingOptions {
  readonly clock: Clock
  readonly random: () => number
}

/** Keeps a connection open. Reconnects after each loss, until the attempt limit or an intentional close. */
export class ReconnectingConnection {
  readonly #client: Client
  readonly #settings: RealtimeSettings
  readonly #timing: TimingOptions
  readonly #events: ReconnectingConnectionEvents
  #connection: Connection | undefined
  #attempt = 0
  #openedAt: number | undefined
  #timer: unknown
  #isEnded = false

  constructor(
    client: Client,
    settings: RealtimeSettings,
    { events, ...seams }: TimingOptions & { events: ReconnectingConnectionEvents },
  ) {
    this.#client = client
    this.#settings = settings
    this.#timing = seams
    this.#events = events
  }

  /** Starts connecting; every outcome is reported through the callbacks. */
  start(): void {
    this.#events.state('connecting')
    void this.#connect()
  }

  /** Ends the connection permanently. */
  end(end: SessionEnd): void {
    if (this.#isEnded) return
    this.#isEnded = true
    this.#timing.clock.clearTimeout(this.#timer)
    this.#connection?.end(end)
    this.#events.state('closed', { error: end.error })
    this.#events.ended(end)
  }

  async #connect(): Promise<void> {
    let settings: SocketSettings
    try {
      settings = await this.#readSettings()
    } catch (error) {
      // The API key function failed, for example because the network is down: that is like a lost connection.
      return this.#lost({ closeCode: 1006, reason: 'no API key', error }, { isTransient: true })
    }
    if (this.#isEnded) return
    let wasReady = false
    try {
      const connection = await Connection.open(settings, this.#settings, {
        opened: (connection) => {
          this.#connection = connection
          this.#events.opened(connection)
        },
        message: (text) => this.#events.message(text),
        probe: () => this.#events.probe(),
        ready: () => {
          wasReady = true
          this.#openedAt = this.#timing.clock.now()
          this.#events.ready(this.#connection as Connection)
          this.#events.state('open')
        },
        ended: (end) => this.#lost(end, { wasReady }),
      })
      this.#connection = connection
      if (this.#isEnded) connection.end({ closeCode: 1000, reason: '' })
    } catch (error) {
      this.#lost({ closeCode: 1006, reason: 'not opened', error })
    }
  }

  /** Reads the settings of a socket, which calls the API key function, within the handshake timeout. */
  async #readSettings(): Promise<SocketSettings> {
    const { clock } = this.#timing
    const { handshakeTimeoutMs: ms } = this.#settings
    const timedOut = new Promise<never>((_, reject) => {
      this.#timer = clock.setTimeout(() => reject(timeoutError(ms)), ms)
    })
    try {
      return await Promise.race([readSocketSettings(this.#client, path), timedOut])
    } finally {
      clock.clearTimeout(this.#timer)
    }
  }

  #lost(end: SessionEnd, { wasReady = false, isTransient = false } = {}): void {
    this.#connection = undefined
    if (this.#isEnded) return
    if (wasReady && this.#timing.clock.now() - (this.#openedAt ?? 0) >= steadyMs) this.#attempt = 0
    const { reconnect } = this.#settings
    const canRetry = this.#openedAt !== undefined && (isTransient || this.#isTransient(end.error))
    if (!reconnect || !canRetry || this.#attempt >= reconnect.maxAttempts) return this.end(end)
    this.#attempt += 1
    this.#events.state('reconnecting', { attempt: this.#attempt, error: end.error })
    this.#timer = this.#timing.clock.setTimeout(
      () => void this.#connect(),
      this.#pauseMs(reconnect, end.error as MiraError | undefined),
    )
  }

  #isTransient(error: unknown): boolean {
    if (!isMiraError(error)) return false
    // A short-lived key may have expired: its function returns another one, which is tried once.
    const isRenewable = error.code === 'unauthorized' && typeof stateOf(this.#client).apiKey === 'function'
    return error.retryable || (isRenewable && this.#attempt === 0)
  }

  #pauseMs({ baseDelayMs, maxDelayMs }: ReconnectOptions, error: MiraError | undefined): number {
    const boundMs = Math.min(maxDelayMs, baseDelayMs * 2 ** (this.#attempt - 1))
    return Math.max(error?.retryAfterMs ?? 0, this.#timing.random() * boundMs)
  }
}
