import { type Client, type Clock, isMiraError, type MiraError } from '@mira/core'
import { Connection, type ConnectionEvents } from './connection.ts'
import type { ConnectionState, SessionEnd } from './server-event.ts'
import type { RealtimeSettings, ReconnectOptions } from './settings.ts'

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
    let isReady = false
    try {
      const connection = await Connection.open(this.#client, this.#settings, {
        opened: (connection) => {
          this.#connection = connection
          this.#events.opened(connection)
        },
        message: (text) => this.#events.message(text),
        probe: () => this.#events.probe(),
        ready: () => {
          isReady = true
          this.#openedAt = this.#timing.clock.now()
          this.#events.ready(this.#connection as Connection)
          this.#events.state('open')
        },
        ended: (end) => this.#lost(end, isReady),
      })
      this.#connection = connection
      if (this.#isEnded) connection.end({ closeCode: 1000, reason: '' })
    } catch (error) {
      this.#lost({ closeCode: 1006, reason: 'not opened', error }, false)
    }
  }

  #lost(end: SessionEnd, wasReady: boolean): void {
    this.#connection = undefined
    if (this.#isEnded) return
    if (wasReady && this.#timing.clock.now() - (this.#openedAt ?? 0) >= steadyMs) this.#attempt = 0
    const { reconnect } = this.#settings
    const isFirst = this.#openedAt === undefined
    const canRetry = isMiraError(end.error) && end.error.retryable && !isFirst
    if (!reconnect || !canRetry || this.#attempt >= reconnect.maxAttempts) return this.end(end)
    this.#attempt += 1
    this.#events.state('reconnecting', { attempt: this.#attempt, error: end.error })
    this.#timer = this.#timing.clock.setTimeout(
      () => void this.#connect(),
      this.#pauseMs(reconnect, end.error as MiraError),
    )
  }

  #pauseMs({ baseDelayMs, maxDelayMs }: ReconnectOptions, { retryAfterMs = 0 }: MiraError): number {
    const boundMs = Math.min(maxDelayMs, baseDelayMs * 2 ** (this.#attempt - 1))
    return Math.max(retryAfterMs, this.#timing.random() * boundMs)
  }
}
