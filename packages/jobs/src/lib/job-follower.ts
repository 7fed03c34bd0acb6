import { isMiraError, MiraError } from '@mira/core'
import { type ClientState, sleep, stateOf } from '@mira/core/internal'
import { isSameState, isSettled, type JobState } from './job-state.ts'
import type { JobTask } from './job-task.ts'
import { pauseAfterFailures, pauseAtAge } from './pace.ts'
import { type Reading, readJob } from './read-job.ts'

/** How a job is waited for. */
export interface WatchOptions {
  /** Ends the waiting, not the job; it then rejects with `signal.reason`. */
  readonly signal?: AbortSignal | undefined
  /** Longest wait, in milliseconds (default 1 800 000, half an hour); `Infinity` for none. */
  readonly timeoutMs?: number | undefined
  /** Added to the client's; they win. */
  readonly headers?: Readonly<Record<string, string>> | undefined
}

/** A poll that has no answer by then has none. */
const attemptMs = 45_000
/** How long every poll may fail before the wait does. */
const maxOutageMs = 120_000
/** How long a server may take to know of a job that it has just taken in. */
const maxUnknownMs = 10_000
/** The most that a 32-bit timer can hold; a longer one would ring at once. */
const maxTimerMs = 2 ** 31 - 1

/** Reads a job again and again until it has settled. */
export class JobFollower<Raw extends object> {
  readonly #task: JobTask<Raw>
  readonly #options: WatchOptions
  readonly #onState: (state: JobState<Raw>) => void
  readonly #signal: AbortSignal
  readonly #client: ClientState
  readonly #timeoutMs: number
  readonly #deadlineMs: number
  #distrustsLive = false
  #failures = 0
  #failingSinceMs = 0

  constructor(
    task: JobTask<Raw>,
    options: WatchOptions & { readonly signal: AbortSignal },
    onState: (state: JobState<Raw>) => void,
  ) {
    this.#task = task
    this.#options = options
    this.#onState = onState
    this.#signal = options.signal
    this.#client = stateOf(task.client)
    this.#timeoutMs = options.timeoutMs ?? 1_800_000
    this.#deadlineMs = this.#nowMs + this.#timeoutMs
  }

  /** Resolves once the job has settled. */
  async run(): Promise<void> {
    const { state, firstPauseMs } = this.#task
    if (state) {
      // Another reader may have learnt it meanwhile.
      if (isSettled(state)) return this.#onState(state)
      await this.#pause(firstPauseMs ?? pauseAtAge(0, this.#client.random))
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

  /** Own pause between polls, in milliseconds. */
  #pauseMs(): number {
    // Unknown at first, and by the server's clock possibly in the future.
    return pauseAtAge(this.#nowMs - (this.#task.createdAtMs ?? this.#nowMs), this.#client.random)
  }

  /** @returns Pause before the next poll in milliseconds, or `undefined` when the job has settled. */
  async #poll(): Promise<number | undefined> {
    const task = this.#task
    const { state: before } = task
    const startedAtMs = this.#nowMs
    // What is wholly unknown is read plainly, to know it at once.
    const isLive = before !== undefined && !this.#distrustsLive
    try {
      const reading = await readJob(task, {
        isLive,
        onState: (state) => {
          if (!isLive || !lacksResult(state)) this.#onState(state)
        },
        headers: this.#options.headers,
        signal: this.#signal,
        timeout: { total: Math.max(1, this.#deadlineMs - startedAtMs), attempt: attemptMs },
        retry: false,
      })
      return this.#takeIn(reading, before, isLive, startedAtMs)
    } catch (error) {
      return this.#handle(error, isLive)
    }
  }

  #takeIn(
    { state, retryAfterMs, isHeld }: Reading<Raw>,
    before: JobState<Raw> | undefined,
    isLive: boolean,
    startedAtMs: number,
  ): number | undefined {
    this.#failures = 0
    if (isLive && (!state || lacksResult(state))) {
      this.#distrustsLive = true
      return 0
    }
    if (state && isSettled(state)) return undefined
    if (retryAfterMs !== undefined) return retryAfterMs
    // A request that was held until there was news has been the pause itself.
    if (isHeld && before && state && !isSameState(state, before)) return pauseAtAge(0, this.#client.random)
    return Math.max(0, startedAtMs + this.#pauseMs() - this.#nowMs)
  }

  /** @returns Pause after a failure that may pass. @throws What the wait fails with. */
  #handle(error: unknown, wasLive: boolean): number {
    if (this.#signal.aborted) throw this.#signal.reason
    this.#checkDeadline(error)
    this.#distrustsLive = true
    if (!this.#mayPass(error)) {
      // It may be what was asked for beyond a plain answer that the server does not like.
      if (wasLive) return 0
      throw error
    }
    if (this.#failures === 0) this.#failingSinceMs = this.#nowMs
    this.#failures += 1
    const ownPauseMs = pauseAfterFailures(this.#failures, this.#client.random)
    const pauseMs = Math.max(error.retryAfterMs ?? 0, this.#pauseMs(), ownPauseMs)
    if (this.#nowMs + pauseMs > this.#failingSinceMs + maxOutageMs) throw error
    return pauseMs
  }

  #mayPass(error: unknown): error is MiraError {
    if (!isMiraError(error)) return false
    const isNew = this.#nowMs - (this.#task.createdAtMs ?? 0) < maxUnknownMs
    return error.retryable || (error.status === 404 && isNew)
  }

  async #pause(ms: number): Promise<void> {
    const leftMs = this.#deadlineMs - this.#nowMs
    if (ms > 0) await sleep(Math.min(ms, leftMs, maxTimerMs), { signal: this.#signal, clock: this.#client.clock })
    this.#checkDeadline()
  }

  #checkDeadline(cause?: unknown): void {
    if (this.#nowMs < this.#deadlineMs) return
    const { kind, id } = this.#task
    const operation = `${kind.name}.wait`
    const message = `${operation}: job ${id} took longer than ${this.#timeoutMs} ms (timeoutMs), and goes on`
    throw new MiraError(message, { code: 'timeout', clock: 'total', operation, retryable: true, cause })
  }
}

/** Whether a server tells the end but not what came of it, as in an event. */
function lacksResult({ status, url }: JobState): boolean {
  return status === 'succeeded' && url === undefined
}
