import { addAbortCallback, removeAbortCallback } from '#runtime'
import type { Clock } from './clock.ts'
import { type Attempt, MiraError, type TimeoutName } from './error.ts'
import type { Timeouts } from './settings.ts'
import type { CallContext } from './wire-types.ts'

/** Largest valid timestamp of a `Date`; a literal, because bundlers do not remove other unused constants. */
const never = 8.64e15

/** Options of a {@link Call}. */
export interface CallOptions {
  readonly timeouts: Timeouts
  readonly clock: Clock
  /** The caller's signal. */
  readonly signal?: AbortSignal | null | undefined
}

/**
 * Lifecycle of one logical call: its timeouts, abort signal and attempts. Owns the only timer and the only listener on
 * the caller's signal; {@link Call.end} removes both.
 */
export class Call implements CallContext {
  readonly operation: string
  readonly notes: Record<string, unknown> = {}
  readonly attempts: Attempt[] = []
  readonly startedAtMs: number
  readonly clock: Clock
  attempt = 0
  /** Whether the call has settled or its stream has ended. */
  isEnded = false

  readonly #isStream: boolean
  readonly #timeouts: Timeouts
  readonly #userSignal: AbortSignal | null | undefined
  /** Running timeouts; those that have been stopped never expire. */
  #deadlines: Partial<Record<TimeoutName, number>> = {}
  #controller = new AbortController()
  #timer: unknown
  #attemptStartedAtMs = 0
  #timerAtMs = never
  /** Timeout that ended the attempt. */
  #expired: TimeoutName | undefined

  constructor(
    { operation, isStream = false }: { operation: string; isStream?: boolean | undefined },
    { timeouts, clock, signal }: CallOptions,
  ) {
    this.operation = operation
    this.#isStream = isStream
    this.clock = clock
    this.#timeouts = timeouts
    this.#userSignal = signal
    this.startedAtMs = clock.now()
    if (signal) addAbortCallback(signal, this.#onUserAbort)
    if (signal?.aborted) this.#onUserAbort()
    this.start('total')
  }

  /** Abort signal of the current attempt; each attempt has its own. */
  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** Whether the caller aborted the call; its abort reason is then rethrown unchanged. */
  get isAbortedByCaller(): boolean {
    return this.#userSignal?.aborted === true
  }

  /** Aborts the call internally, such as when its stream is closed early. */
  abort(reason: unknown): void {
    this.#controller.abort(reason)
  }

  /** Time until the `total` deadline, in milliseconds. */
  get remainingMs(): number {
    return (this.#deadlines.total ?? never) - this.clock.now()
  }

  /** @throws The caller's abort reason, or the error of the timeout that expired. */
  throwIfAborted(): void {
    this.signal.throwIfAborted()
  }

  /** Starts the next attempt and its deadlines. */
  startAttempt(): void {
    this.throwIfAborted()
    this.attempt += 1
    this.#attemptStartedAtMs = this.clock.now()
    this.start('attempt')
    if (this.#isStream) this.start('firstEvent')
  }

  /** Records the outcome of an attempt, and returns the record. After a timeout of this attempt only, the call can be retried. */
  endAttempt<Outcome extends Omit<Attempt, 'attempt' | 'durationMs'>>(outcome: Outcome): Attempt & Outcome {
    const ended = { attempt: this.attempt, durationMs: this.clock.now() - this.#attemptStartedAtMs, ...outcome }
    this.attempts.push(ended)
    this.#deadlines = { total: this.#deadlines.total as number }
    if (this.#expired && this.#expired !== 'total' && !this.isAbortedByCaller) this.#controller = new AbortController()
    this.#expired = undefined
    return ended
  }

  /** Starts a timeout, or starts it again. */
  start(timeout: TimeoutName): void {
    const atMs = this.clock.now() + this.#timeouts[timeout]
    this.#deadlines[timeout] = atMs
    if (atMs < this.#timerAtMs) this.#arm()
  }

  /** Stops a timeout. The timer is not cleared; it finds no expired deadline. */
  stop(timeout: TimeoutName): void {
    this.#deadlines[timeout] = never
  }

  /** Whether a timeout has been started. */
  isRunning(timeout: TimeoutName): boolean {
    return (this.#deadlines[timeout] ?? never) !== never
  }

  /** Starts the idle timeout unless it is running; before the first event, the `firstEvent` timeout applies instead. */
  startIdle(): void {
    if (!this.isRunning('idle') && !this.isRunning('firstEvent')) this.start('idle')
  }

  /** Removes the timer and the listener; no timeout or abort takes effect afterwards. Idempotent. */
  end(): void {
    this.isEnded = true
    this.clock.clearTimeout(this.#timer)
    if (this.#userSignal) removeAbortCallback(this.#userSignal, this.#onUserAbort)
  }

  readonly #onUserAbort = (): void => {
    this.#controller.abort(this.#userSignal?.reason)
  }

  /** Uses one timer for all deadlines, rescheduled only when the nearest deadline moves closer. */
  #arm(): void {
    const atMs = Math.min(...Object.values(this.#deadlines))
    if (this.isEnded || this.signal.aborted || atMs >= this.#timerAtMs) return
    this.clock.clearTimeout(this.#timer)
    this.#timerAtMs = atMs
    // `setTimeout` is limited to a 32-bit delay: longer waits are split.
    this.#timer = this.clock.setTimeout(this.#onTimer, Math.min(atMs - this.clock.now(), 2 ** 31 - 1))
  }

  readonly #onTimer = (): void => {
    this.#timerAtMs = never
    const now = this.clock.now()
    const timeout = (Object.keys(this.#deadlines) as TimeoutName[]).find(
      (name) => (this.#deadlines[name] ?? never) <= now,
    )
    this.#expired = timeout
    if (!timeout) return this.#arm()
    const { operation } = this
    const message = `${operation}: timeout.${timeout} expired after ${this.#timeouts[timeout]} ms`
    this.abort(new MiraError(message, { code: 'timeout', timeout, operation, retryable: timeout !== 'total' }))
  }
}
