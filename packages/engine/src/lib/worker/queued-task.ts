import type { WorkerCalls } from './calls.ts'
import type { WorkerRunOptions } from './worker-options.ts'

/** Options of a task, of whatever types: the types are checked where the task enters the host. */
export type AnyRunOptions = WorkerRunOptions<unknown, WorkerCalls>

/** A task and the promise of its result, from its entry into the queue to its end. */
export class QueuedTask {
  readonly id: number
  readonly input: unknown
  readonly options: AnyRunOptions
  /** Rejects at once when the caller aborts. */
  readonly promise: Promise<unknown>
  /** Ends its wait; cleared when the task is settled or its turn comes. */
  queueTimer: NodeJS.Timeout | undefined
  readonly #settling = new AbortController()
  #resolve!: (result: unknown) => void
  #reject!: (reason: unknown) => void

  constructor(id: number, input: unknown, options: AnyRunOptions) {
    this.id = id
    this.input = input
    this.options = options
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    const { signal } = options
    signal?.addEventListener('abort', () => this.reject(signal.reason), { signal: this.settled })
  }

  get caller(): string {
    return this.options.caller ?? ''
  }

  /** Aborts when the promise is settled, in whatever way. */
  get settled(): AbortSignal {
    return this.#settling.signal
  }

  resolve(result: unknown): void {
    this.#resolve(result)
    this.#settling.abort()
  }

  reject(reason: unknown): void {
    this.#reject(reason)
    this.#settling.abort(reason)
    clearTimeout(this.queueTimer)
  }
}
