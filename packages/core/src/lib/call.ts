import type { Clock } from './clock.ts'
import { type Attempt, MiraError, type TimeoutClock } from './error.ts'
import type { CallContext, Timeouts } from './exchange.ts'

/** The last instant that a date can hold; a literal, for bundlers keep any other constant. */
const never = 8.64e15

/**
 * The life of one logical call: its clocks, its abort, its attempts. It owns the only timer and the only listener on
 * the caller's signal; {@link Call.end} undoes both.
 */
export class Call implements CallContext {
  readonly operation: string
  readonly notes: Record<string, unknown> = {}
  readonly attempts: Attempt[] = []
  readonly startedAtMs: number
  readonly clock: Clock
  attempt = 0
  attemptStartedAtMs = 0
  /** The clock that rang, if one did. */
  timedOut: MiraError | undefined
  /** Ends once the call has its result, or its stream is over. */
  isEnded = false

  readonly #isStream: boolean
  readonly #timeouts: Timeouts
  readonly #userSignal: AbortSignal | undefined
  readonly #deadlines: Record<TimeoutClock, number>
  #controller = new AbortController()
  #timer: unknown
  #timerAtMs = never

  constructor(operation: string, isStream: boolean, timeouts: Timeouts, clock: Clock, userSignal?: AbortSignal) {
    this.operation = operation
    this.#isStream = isStream
    this.clock = clock
    this.#timeouts = timeouts
    this.#userSignal = userSignal
    this.startedAtMs = clock.now()
    this.#deadlines = { total: this.startedAtMs + timeouts.total, attempt: never, firstEvent: never, idle: never }
    if (userSignal?.aborted) this.#controller.abort(userSignal.reason)
    else userSignal?.addEventListener('abort', this.#onUserAbort, { once: true })
    this.#arm()
  }

  /** Aborts the current attempt; a new one begins with a signal of its own. */
  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** Whether the caller gave up; the reason is then the caller's own and stays as it is. */
  get isLeft(): boolean {
    return this.#userSignal?.aborted ?? false
  }

  /** Ends the call from within, as when its stream is left. */
  abort(reason: unknown): void {
    if (!this.signal.aborted) this.#controller.abort(reason)
  }

  /** Milliseconds left of the whole call. */
  get remainingMs(): number {
    return this.#deadlines.total - this.clock.now()
  }

  /** @throws The caller's abort reason, or the timeout that has rung. */
  throwIfAborted(): void {
    if (this.signal.aborted) throw this.signal.reason
  }

  startAttempt(): void {
    this.throwIfAborted()
    this.attempt += 1
    this.attemptStartedAtMs = this.clock.now()
    this.#deadlines.attempt = this.attemptStartedAtMs + this.#timeouts.attempt
    if (this.#isStream) this.#deadlines.firstEvent = this.attemptStartedAtMs + this.#timeouts.firstEvent
    this.#arm()
  }

  /** Notes how an attempt went; a timeout of that attempt alone leaves the call able to try again. */
  endAttempt(outcome: Omit<Attempt, 'attempt' | 'durationMs'>): void {
    const { attempt } = this
    this.attempts.push({ attempt, durationMs: this.clock.now() - this.attemptStartedAtMs, ...outcome })
    this.#deadlines.attempt = this.#deadlines.firstEvent = this.#deadlines.idle = never
    if (this.timedOut === undefined || this.timedOut.clock === 'total' || this.isLeft) return
    this.timedOut = undefined
    this.#controller = new AbortController()
  }

  /** The first event is there: from now on only silence and the whole call are timed. */
  endFirstEvent(): void {
    this.#deadlines.firstEvent = this.#deadlines.attempt = never
  }

  /** A reader begins to wait; called again while it waits, the clock runs on. Before the first event that clock serves. */
  startIdle(): void {
    if (this.#deadlines.idle !== never || this.#deadlines.firstEvent !== never) return
    this.#deadlines.idle = this.clock.now() + this.#timeouts.idle
    this.#arm()
  }

  /** What the reader waited for has come. The timer is left as it is and finds nothing due. */
  endIdle(): void {
    this.#deadlines.idle = never
  }

  /** Undoes timer and listener; nothing is timed or aborted afterwards. Safe to call twice. */
  end(): void {
    if (this.isEnded) return
    this.isEnded = true
    this.clock.clearTimeout(this.#timer)
    this.#userSignal?.removeEventListener('abort', this.#onUserAbort)
  }

  readonly #onUserAbort = (): void => {
    this.#controller.abort(this.#userSignal?.reason)
  }

  /** One timer serves all clocks: it is moved only when a deadline comes nearer than it stands. */
  #arm(): void {
    const { total, attempt, firstEvent, idle } = this.#deadlines
    const next = Math.min(total, attempt, firstEvent, idle)
    if (this.isEnded || this.signal.aborted || next >= this.#timerAtMs || next === never) return
    this.clock.clearTimeout(this.#timer)
    this.#timerAtMs = next
    // Longer waits than a 32-bit timer can hold are taken in steps.
    this.#timer = this.clock.setTimeout(this.#onTimer, Math.min(Math.max(0, next - this.clock.now()), 2 ** 31 - 1))
  }

  readonly #onTimer = (): void => {
    this.#timerAtMs = never
    const now = this.clock.now()
    for (const clock of ['total', 'attempt', 'firstEvent', 'idle'] as const) {
      if (this.#deadlines[clock] > now) continue
      this.timedOut = this.#timeoutError(clock)
      return this.#controller.abort(this.timedOut)
    }
    this.#arm()
  }

  #timeoutError(clock: TimeoutClock): MiraError {
    const what = {
      total: 'took longer than',
      attempt: 'an attempt took longer than',
      firstEvent: 'no event within',
      idle: 'nothing for',
    }[clock]
    const message = `${this.operation}: ${what} ${this.#timeouts[clock]} ms (timeout.${clock})`
    return new MiraError(message, { code: 'timeout', clock, operation: this.operation, retryable: clock !== 'total' })
  }
}
