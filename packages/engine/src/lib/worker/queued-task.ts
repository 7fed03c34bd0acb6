import type { WorkerCalls } from './calls.ts'
import type { WorkerRunOptions } from './worker-options.ts'

/** Task options with erased types. Types are checked where the task enters the host. */
export type AnyRunOptions = WorkerRunOptions<unknown, WorkerCalls>

/** Task and the promise of its result, from being queued to being settled. */
export class QueuedTask {
  readonly id: number
  readonly input: unknown
  readonly options: AnyRunOptions
  /** Rejects immediately when the caller aborts. */
  readonly promise: Promise<unknown>
  /** Queue timeout; cleared when the task is settled or started. */
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

  get isLong(): boolean {
    return this.options.isLong ?? false
  }

  /** Aborts when the promise is settled, for any reason. */
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
