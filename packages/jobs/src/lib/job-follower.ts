import { isMiraError, MiraError } from '@mira/core'
import { type ClientState, sleep, stateOf, type Task } from '@mira/core/internal'
import { isSameState, isSettled, type JobState } from './job-state.ts'
import type { JobTask } from './job-task.ts'
import { pauseAfterFailures, pauseAtAge } from './pace.ts'
import { type Reading, readJob } from './read-job.ts'

/** Options for waiting for a job. */
export interface WatchOptions {
  /** Aborts the wait, which then rejects with `signal.reason`. Does not cancel the job. */
  readonly signal?: AbortSignal | undefined
  /** Maximum wait, in milliseconds. Defaults to 1 800 000 (30 minutes); `Infinity` disables the timeout. */
  readonly timeoutMs?: number | undefined
  /** Headers added to those of the client; they take precedence. */
  readonly headers?: Readonly<Record<string, string>> | undefined
}

/** Timeout of one poll. */
const attemptMs = 45_000
/** Duration of consecutive failures after which the wait fails. */
const maxOutageMs = 120_000
/** Age of a job up to which a 404 is retried: the server may not find a new job immediately. */
const maxUnknownMs = 10_000
/** Minimum delay after a response with `Retry-After: 0`. */
const hastyMs = 200
/** Maximum delay of a 32-bit timer; a longer one would fire immediately. */
const maxTimerMs = 2 ** 31 - 1

/** A poll in progress. */
interface Poll<Raw extends object> {
  /** State before the poll. */
  readonly before: JobState<Raw> | undefined
  /** Whether long polling or an event stream was requested. */
  readonly isLive: boolean
  readonly startedAtMs: number
}

/** Polls a job until it has settled. */
export class JobFollower<Raw extends object> {
  readonly #task: JobTask<Raw>
  readonly #options: WatchOptions
  readonly #onState: (state: JobState<Raw>) => void
  readonly #work: Task
  readonly #signal: AbortSignal
  readonly #client: ClientState
  readonly #timeoutMs: number
  readonly #deadlineMs: number
  #avoidsLive = false
  #failures = 0
  #failingSinceMs = 0

  constructor(
    task: JobTask<Raw>,
    { work, ...options }: WatchOptions & { readonly signal: AbortSignal; readonly work: Task },
    onState: (state: JobState<Raw>) => void,
  ) {
    this.#task = task
    this.#options = options
    this.#onState = onState
    this.#work = work
    this.#signal = options.signal
    this.#client = stateOf(task.client)
    this.#timeoutMs = options.timeoutMs ?? 1_800_000
    this.#deadlineMs = this.#nowMs + this.#timeoutMs
  }

  /** Resolves once the job has settled. */
  async run(): Promise<void> {
    const { state, firstPauseMs } = this.#task
    if (state) {
      // Another call may have read the settled state in the meantime.
      if (isSettled(state)) return this.#onState(state)
      await this.#pause(firstPauseMs || pauseAtAge(0, this.#client.random))
    }
    for (;;) {
      const pauseMs = await this.#poll()
      if (pauseMs === undefined) return
      await this.#pause(pauseMs)
    }
  }

  get #nowMs(): number {
    return this.#client.clock.now()
  }

  /** Default delay between polls, in milliseconds. */
  #pauseMs(): number {
    // The creation time may be unknown, or in the future due to clock skew.
    return pauseAtAge(this.#nowMs - (this.#task.createdAtMs ?? this.#nowMs), this.#client.random)
  }

  /** @returns Delay before the next poll in milliseconds, or `undefined` when the job has settled. */
  async #poll(): Promise<number | undefined> {
    const task = this.#task
    const { state: before } = task
    const startedAtMs = this.#nowMs
    // The first read does not use long polling, so that it returns immediately.
    const isLive = before !== undefined && !this.#avoidsLive
    try {
      const reading = await this.#work.run(() =>
        readJob(task, {
          isLive,
          onState: (state) => {
            if (!isLive || !lacksResult(state)) this.#onState(state)
          },
          headers: this.#options.headers,
          signal: this.#signal,
          timeout: { total: Math.max(1, this.#deadlineMs - startedAtMs), attempt: attemptMs },
          retry: false,
        }),
      )
      return this.#planNext(reading, { before, isLive, startedAtMs })
    } catch (error) {
      return this.#handle(error, isLive)
    }
  }

  /** @returns Delay after a successful poll, or `undefined` when the job has settled. */
  #planNext({ state, retryAfterMs, isHeld }: Reading<Raw>, poll: Poll<Raw>): number | undefined {
    const { before, isLive, startedAtMs } = poll
    this.#failures = 0
    if (isLive && (!state || lacksResult(state))) {
      this.#avoidsLive = true
      return 0
    }
    if (state && isSettled(state)) return undefined
    // A server that asks for no delay at all is polled at the usual pace, though not at its fastest.
    if (retryAfterMs !== undefined) return retryAfterMs || Math.max(hastyMs, this.#pauseMs())
    // A long poll that returned a change has already served as the delay.
    if (isHeld && before && state && !isSameState(state, before)) return pauseAtAge(0, this.#client.random)
    return Math.max(0, startedAtMs + this.#pauseMs() - this.#nowMs)
  }

  /** @returns Delay after a transient failure. @throws Error that ends the wait. */
  #handle(error: unknown, wasLive: boolean): number {
    if (this.#signal.aborted) throw this.#signal.reason
    this.#checkDeadline(error)
    this.#avoidsLive = true
    if (!this.#isTransient(error)) {
      // The server may have rejected long polling or the event stream; retry with a plain request.
      if (wasLive) return 0
      throw error
    }
    if (this.#failures === 0) this.#failingSinceMs = this.#nowMs
    this.#failures += 1
    const backoffMs = pauseAfterFailures(this.#failures, this.#client.random)
    const pauseMs = Math.max(error.retryAfterMs ?? 0, this.#pauseMs(), backoffMs)
    if (this.#nowMs + pauseMs > this.#failingSinceMs + maxOutageMs) throw error
    return pauseMs
  }

  #isTransient(error: unknown): error is MiraError {
    if (!isMiraError(error)) return false
    const isNew = this.#nowMs - (this.#task.createdAtMs ?? 0) < maxUnknownMs
    return error.retryable || (error.status === 404 && isNew)
  }

  async #pause(ms: number): Promise<void> {
    const remainingMs = this.#deadlineMs - this.#nowMs
    if (Math.min(ms, remainingMs) > 0)
      await sleep(Math.min(ms, remainingMs, maxTimerMs), { signal: this.#signal, clock: this.#client.clock })
    this.#checkDeadline()
  }

  #checkDeadline(cause?: unknown): void {
    if (this.#nowMs < this.#deadlineMs) return
    const { kind, id } = this.#task
    const operation = `${kind.name}.wait`
    const message = `${operation}: job ${id} took longer than ${this.#timeoutMs} ms (timeoutMs) and is still running`
    throw new MiraError(message, { code: 'timeout', timeout: 'total', operation, retryable: true, cause })
  }
}

/** Returns whether a state is `succeeded` but lacks the result URL, as states from events may. */
function lacksResult({ status, url }: JobState): boolean {
  return status === 'succeeded' && url === undefined
}
