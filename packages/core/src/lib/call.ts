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
  readonly signal?: AbortSignal | undefined
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
  attemptStartedAtMs = 0
  /** Error of the timeout that expired, if any. */
  timedOut: MiraError | undefined
  /** Whether the call has settled or its stream has ended. */
  isEnded = false

  readonly #isStream: boolean
  readonly #timeouts: Timeouts
  readonly #userSignal: AbortSignal | undefined
  readonly #deadlines: Record<TimeoutName, number>
  #controller = new AbortController()
  #timer: unknown
  #timerAtMs = never

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
    this.#deadlines = { total: this.startedAtMs + timeouts.total, attempt: never, firstEvent: never, idle: never }
    if (signal?.aborted) this.#controller.abort(signal.reason)
    else if (signal) addAbortCallback(signal, this.#onUserAbort)
    this.#arm()
  }

  /** Abort signal of the current attempt; each attempt has its own. */
  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** Whether the caller aborted the call; its abort reason is then rethrown unchanged. */
  get isAbortedByCaller(): boolean {
    return this.#userSignal?.aborted ?? false
  }

  /** Aborts the call internally, such as when its stream is closed early. */
  abort(reason: unknown): void {
    if (!this.signal.aborted) this.#controller.abort(reason)
  }

  /** Time until the `total` deadline, in milliseconds. */
  get remainingMs(): number {
    return this.#deadlines.total - this.clock.now()
  }

  /** @throws The caller's abort reason, or the error of the timeout that expired. */
  throwIfAborted(): void {
    if (this.signal.aborted) throw this.signal.reason
  }

  /** Starts the next attempt and its deadlines. */
  startAttempt(): void {
    this.throwIfAborted()
    this.attempt += 1
    this.attemptStartedAtMs = this.clock.now()
    this.#deadlines.attempt = this.attemptStartedAtMs + this.#timeouts.attempt
    if (this.#isStream) this.#deadlines.firstEvent = this.attemptStartedAtMs + this.#timeouts.firstEvent
    this.#arm()
  }

  /** Records the outcome of an attempt. After a timeout of this attempt only, the call can be retried. */
  endAttempt(outcome: Omit<Attempt, 'attempt' | 'durationMs'>): void {
    const { attempt } = this
    this.attempts.push({ attempt, durationMs: this.clock.now() - this.attemptStartedAtMs, ...outcome })
    this.#deadlines.attempt = this.#deadlines.firstEvent = this.#deadlines.idle = never
    if (this.timedOut === undefined || this.timedOut.timeout === 'total' || this.isAbortedByCaller) return
    this.timedOut = undefined
    this.#controller = new AbortController()
  }

  /** Called when the first event has arrived: from now on only the `idle` and `total` timeouts apply. */
  endFirstEvent(): void {
    this.#deadlines.firstEvent = this.#deadlines.attempt = never
  }

  /** Restarts the `firstEvent` timeout, unless the first event has arrived: the server has shown that it is working. */
  extendFirstEvent(): void {
    if (this.#deadlines.firstEvent !== never) this.#deadlines.firstEvent = this.clock.now() + this.#timeouts.firstEvent
  }

  /** Starts the idle timeout unless it is running; before the first event, the `firstEvent` timeout applies instead. */
  startIdle(): void {
    if (this.#deadlines.idle !== never || this.#deadlines.firstEvent !== never) return
    this.#deadlines.idle = this.clock.now() + this.#timeouts.idle
    this.#arm()
  }

  /** Stops the idle timeout when data has arrived. The timer is not cleared; it finds no expired deadline. */
  endIdle(): void {
    this.#deadlines.idle = never
  }

  /** Removes the timer and the listener; no timeout or abort takes effect afterwards. Idempotent. */
  end(): void {
    if (this.isEnded) return
    this.isEnded = true
    this.clock.clearTimeout(this.#timer)
    if (this.#userSignal) removeAbortCallback(this.#userSignal, this.#onUserAbort)
  }

  readonly #onUserAbort = (): void => {
    this.#controller.abort(this.#userSignal?.reason)
  }

  /** Uses one timer for all deadlines, rescheduled only when the nearest deadline moves closer. */
  #arm(): void {
    const { total, attempt, firstEvent, idle } = this.#deadlines
    const next = Math.min(total, attempt, firstEvent, idle)
    if (this.isEnded || this.signal.aborted || next >= this.#timerAtMs || next === never) return
    this.clock.clearTimeout(this.#timer)
    this.#timerAtMs = next
    // `setTimeout` is limited to a 32-bit delay: longer waits are split.
    this.#timer = this.clock.setTimeout(this.#onTimer, Math.min(Math.max(0, next - this.clock.now()), 2 ** 31 - 1))
  }

  readonly #onTimer = (): void => {
    this.#timerAtMs = never
    const now = this.clock.now()
    for (const timeout of ['total', 'attempt', 'firstEvent', 'idle'] as const) {
      if (this.#deadlines[timeout] > now) continue
      this.timedOut = this.#timeoutError(timeout)
      return this.#controller.abort(this.timedOut)
    }
    this.#arm()
  }

  #timeoutError(timeout: TimeoutName): MiraError {
    const what = {
      total: 'took longer than',
      attempt: 'an attempt took longer than',
      firstEvent: 'no event within',
      idle: 'nothing for',
    }[timeout]
    const message = `${this.operation}: ${what} ${this.#timeouts[timeout]} ms (timeout.${timeout})`
    return new MiraError(message, {
      code: 'timeout',
      timeout,
      operation: this.operation,
      retryable: timeout !== 'total',
    })
  }
}
