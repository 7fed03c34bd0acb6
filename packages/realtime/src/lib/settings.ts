/** How a silent connection is noticed; the sum is the longest it can go unnoticed. */
export interface Heartbeat {
  /** Silence before a probe (default 4 000 ms). */
  readonly intervalMs: number
  /** Wait for its answer (default 4 000 ms). */
  readonly timeoutMs: number
}

/** How a broken connection is mended. */
export interface ReconnectOptions {
  /** Tries in a row before the session ends (default 10). A connection that held for 5 s starts the count anew. */
  readonly maxAttempts: number
  /** Bound of the first random pause, doubled with each failure (default 250 ms). */
  readonly baseDelayMs: number
  /** Longest pause (default 8 000 ms). */
  readonly maxDelayMs: number
}

/** How audio is measured and buffered. */
export interface AudioOptions {
  /** Samples a second of what is sent (default 24 000; G.711 8 000). */
  readonly inputSampleRate?: number | undefined
  /** Samples a second of what is received (default what the server says, then 24 000; G.711 8 000). */
  readonly outputSampleRate?: number | undefined
  /** Audio that may wait to be sent (default 2 000 ms). */
  readonly maxBufferedMs?: number | undefined
  /**
   * What happens to more: `sendAudio` waits (the default; right for files), or the oldest is dropped, with an event
   * (right for a microphone).
   */
  readonly overflow?: 'wait' | 'drop' | undefined
}

/** Options of `connectRealtime`. */
export interface RealtimeOptions {
  /** Closes the session; it then ends with `signal.reason`. */
  readonly signal?: AbortSignal | undefined
  /** Sent with the upgrade where the runtime can, which browsers cannot. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** For one try to connect (default 10 000). */
  readonly handshakeTimeoutMs?: number | undefined
  /** `false` ends the session when its connection breaks. */
  readonly reconnect?: false | Partial<ReconnectOptions> | undefined
  readonly heartbeat?: false | Partial<Heartbeat> | undefined
  readonly audio?: AudioOptions | undefined
  /** `auto` (the default) interrupts when the server hears the user speak; `manual` leaves it to `interrupt()`. */
  readonly bargeIn?: 'auto' | 'manual' | undefined
  /** How much of an item's audio has been heard, in milliseconds; lets an automatic interruption tell the server. */
  readonly playedMs?: ((itemId: string) => number) | undefined
  /** Items of the conversation kept to be replayed after a reconnect (default 200, and 256 Ki characters). */
  readonly maxHistoryItems?: number | undefined
  /** Larger messages end the connection (default 16 MiB). */
  readonly maxMessageBytes?: number | undefined
  /** Events that may wait for a loop that reads them (default 10 000). */
  readonly maxUnreadEvents?: number | undefined
}

/** Options of a session, complete. */
export interface RealtimeSettings extends RealtimeOptions {
  readonly handshakeTimeoutMs: number
  readonly reconnect: false | ReconnectOptions
  readonly heartbeat: false | Heartbeat
  readonly maxHistoryItems: number
  readonly maxMessageBytes: number
  readonly maxUnreadEvents: number
}

/** @throws {RangeError} for a number that cannot work. */
export function readRealtimeOptions({ reconnect, heartbeat, ...options }: RealtimeOptions): RealtimeSettings {
  const settings = {
    ...options,
    handshakeTimeoutMs: options.handshakeTimeoutMs ?? 10_000,
    reconnect: reconnect !== false && { maxAttempts: 10, baseDelayMs: 250, maxDelayMs: 8_000, ...reconnect },
    heartbeat: heartbeat !== false && { intervalMs: 4_000, timeoutMs: 4_000, ...heartbeat },
    maxHistoryItems: options.maxHistoryItems ?? 200,
    maxMessageBytes: options.maxMessageBytes ?? 16_777_216,
    maxUnreadEvents: options.maxUnreadEvents ?? 10_000,
  }
  for (const group of [settings, settings.reconnect, settings.heartbeat, settings.audio]) {
    for (const [name, value] of Object.entries(group || {})) {
      if (typeof value === 'number' && !(value > 0)) throw new RangeError(`${name} must be more than 0`)
    }
  }
  return settings
}
