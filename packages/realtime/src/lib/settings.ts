import type { Clock } from '@mira/core'
import type { SessionHooks } from '@mira/core/internal'

/** Detection of dead connections. The sum of both values is the maximum detection time. */
export interface Heartbeat {
  /** Time without messages before a probe, in milliseconds. Defaults to 4 000. */
  readonly intervalMs: number
  /** Timeout for the answer to a probe, in milliseconds. Defaults to 4 000. */
  readonly timeoutMs: number
}

/** Reconnection after a lost connection, with exponential backoff and full jitter. */
export interface ReconnectOptions {
  /** Consecutive attempts before the session ends. Defaults to 10. A connection open for 5 s resets the count. */
  readonly maxAttempts: number
  /** Upper bound of the first delay, in milliseconds; doubles with each attempt. Defaults to 250. */
  readonly baseDelayMs: number
  /** Maximum delay, in milliseconds. Defaults to 8 000. */
  readonly maxDelayMs: number
}

/** Sample rates and buffering of audio. */
export interface AudioOptions {
  /** Samples per second of sent audio. Defaults to the server's rate, then 24 000 (8 000 for G.711). */
  readonly inputSampleRate?: number | undefined
  /** Samples per second of received audio. Defaults to the server's rate, then 24 000 (8 000 for G.711). */
  readonly outputSampleRate?: number | undefined
  /** Maximum duration of audio queued for sending, in milliseconds. Defaults to 2 000. */
  readonly maxBufferedMs?: number | undefined
  /**
   * Behavior when the queue is full: `wait` makes `sendAudio` wait (for files); `drop` drops the oldest audio and emits
   * `mira.audio_dropped` (for a microphone). Defaults to `wait`.
   */
  readonly overflow?: 'wait' | 'drop' | undefined
}

/** Options of `connectRealtime`. */
export interface RealtimeOptions {
  /** Aborts the session, which then ends with `signal.reason`. */
  readonly signal?: AbortSignal | undefined
  /** Headers of the upgrade request. Not supported in browsers. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Timeout of one connection attempt, in milliseconds. Defaults to 10 000. */
  readonly handshakeTimeoutMs?: number | undefined
  /** Reconnection settings; `false` ends the session when the connection is lost. */
  readonly reconnect?: false | Partial<ReconnectOptions> | undefined
  /** Heartbeat settings; `false` disables it. */
  readonly heartbeat?: false | Partial<Heartbeat> | undefined
  /** Sample rates and buffering of audio. */
  readonly audio?: AudioOptions | undefined
  /** `auto` interrupts the response when the server detects speech; `manual` does not. Defaults to `auto`. */
  readonly bargeIn?: 'auto' | 'manual' | undefined
  /**
   * Returns how much of an item's audio has been played, in milliseconds. Lets automatic interruptions truncate the
   * item on the server.
   */
  readonly playedMs?: ((itemId: string) => number) | undefined
  /**
   * Timeout of a tool call, in milliseconds, after which the model receives an error instead of an output. Defaults to
   * 60 000; `Infinity` disables it.
   */
  readonly toolTimeoutMs?: number | undefined
  /** Maximum number of items replayed after a reconnect. Defaults to 200; at most 256 Ki characters in total. */
  readonly maxHistoryItems?: number | undefined
  /** Maximum size of a message; a larger one ends the connection. Defaults to 16 MiB. */
  readonly maxMessageBytes?: number | undefined
  /** Maximum number of events queued for an iterator, or until the first listener is added. Defaults to 10 000. */
  readonly maxUnreadEvents?: number | undefined
}

/** Options of a session, with defaults applied. */
export interface RealtimeSettings extends RealtimeOptions {
  readonly handshakeTimeoutMs: number
  readonly reconnect: false | ReconnectOptions
  readonly heartbeat: false | Heartbeat
  readonly audio: AudioOptions & { readonly maxBufferedMs: number; readonly overflow: 'wait' | 'drop' }
  readonly toolTimeoutMs: number
  readonly maxHistoryItems: number
  readonly maxMessageBytes: number
  readonly maxUnreadEvents: number
}

/** Settings of a session: its options, and the clock and source of randomness of the client. */
export interface SessionSettings extends RealtimeSettings {
  readonly clock: Clock
  readonly random: () => number
  readonly onSessionUsage?: SessionHooks['onSessionUsage']
}

const defaultReconnect: ReconnectOptions = { maxAttempts: 10, baseDelayMs: 250, maxDelayMs: 8_000 }
const defaultHeartbeat: Heartbeat = { intervalMs: 4_000, timeoutMs: 4_000 }
const defaults = {
  handshakeTimeoutMs: 10_000,
  toolTimeoutMs: 60_000,
  maxHistoryItems: 200,
  maxMessageBytes: 16_777_216,
  maxUnreadEvents: 10_000,
}

/** Applies defaults to the options. @throws {RangeError} when a number is not greater than 0. */
export function readRealtimeOptions(options: RealtimeOptions): RealtimeSettings {
  const { reconnect, heartbeat, audio, ...others } = options
  return {
    ...withDefaults(defaults, others),
    reconnect: reconnect !== false && withDefaults(defaultReconnect, reconnect),
    heartbeat: heartbeat !== false && withDefaults(defaultHeartbeat, heartbeat),
    audio: withDefaults({ maxBufferedMs: 2_000, overflow: 'wait' as const }, audio),
  }
}

/** Adds the defaults of options that are `undefined`. */
function withDefaults<Defaults extends object, Options extends object>(
  defaults: Defaults,
  options: Options | undefined,
): Defaults & Options {
  const given = Object.entries(options ?? {}).filter(([, value]) => value !== undefined)
  for (const [name, value] of given) {
    if (typeof value === 'number' && !(value > 0)) throw new RangeError(`${name} must be greater than 0`)
  }
  return Object.assign({ ...defaults }, Object.fromEntries(given)) as Defaults & Options
}
