import { Worker } from 'node:worker_threads'
import { EngineUnavailableError } from '../engine.ts'
import type { EngineProgress } from '../progress.ts'
import type { ThreadMessage } from './serve-thread.ts'
import { decodeThreadError } from './thread-error.ts'

/** Options for {@link EngineThread}. */
export interface EngineThreadOptions {
  /** What the thread does, for messages: `The ${name} stopped`. */
  readonly name: string
  /** File the thread runs. */
  readonly url: URL
  /** Given to the thread at its start. */
  readonly workerData?: unknown
  /** Whether an aborted task that is under way is stopped with its thread, for tasks that take long (default false). */
  readonly isStoppedByAbort?: boolean | undefined
}

/** Options of one task. */
export interface ThreadTaskOptions {
  readonly signal?: AbortSignal | undefined
  /** Buffers handed over instead of copied. */
  readonly transfer?: readonly ArrayBuffer[] | undefined
  readonly onProgress?: ((progress: EngineProgress) => void) | undefined
}

interface Pending {
  readonly task: unknown
  readonly onProgress: ((progress: EngineProgress) => void) | undefined
  readonly transfer: readonly ArrayBuffer[]
  readonly resolve: (result: never) => void
  readonly reject: (reason: unknown) => void
}

/** One worker thread and the queue before it: WASM blocks its thread, so one task runs at a time. */
export class EngineThread<Task, Result> {
  readonly #options: EngineThreadOptions
  #worker: Worker | undefined
  readonly #queue: Pending[] = []
  #running: Pending | undefined
  #isClosed = false

  constructor(options: EngineThreadOptions) {
    this.#options = options
  }

  /** Queues a task; an aborted one leaves the queue, and one under way is not waited for. */
  run(task: Task, { signal, transfer = [], onProgress }: ThreadTaskOptions = {}): Promise<Result> {
    if (this.#isClosed) return Promise.reject(this.#closed('is closed'))
    if (signal?.aborted) return Promise.reject(signal.reason)
    let onAbort: (() => void) | undefined
    const promise = new Promise<Result>((resolve, reject) => {
      const pending: Pending = { task, onProgress, transfer, resolve, reject }
      onAbort = () => {
        const index = this.#queue.indexOf(pending)
        if (index >= 0) this.#queue.splice(index, 1)
        reject(signal?.reason)
        if (this.#running === pending && this.#options.isStoppedByAbort) this.#stopRunning()
      }
      signal?.addEventListener('abort', onAbort, { once: true })
      this.#queue.push(pending)
      this.#next()
    })
    return promise.finally(() => onAbort && signal?.removeEventListener('abort', onAbort))
  }

  /** Ends the thread; what waits is rejected. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#fail(this.#closed('was closed'))
    const worker = this.#worker
    this.#worker = undefined
    await worker?.terminate()
  }

  #next(): void {
    if (this.#running) return
    this.#running = this.#queue.shift()
    if (!this.#running) return
    this.#worker ??= this.#start()
    // An idle worker must not keep the process alive; a busy one must.
    this.#worker.ref()
    this.#worker.postMessage(this.#running.task, [...this.#running.transfer])
  }

  #start(): Worker {
    const worker = new Worker(this.#options.url, { workerData: this.#options.workerData })
    worker.on('message', (message: ThreadMessage<never>) => {
      if (this.#worker === worker) this.#settle(message)
    })
    worker.on('error', (cause) => this.#lose(worker, cause))
    worker.on('exit', () => this.#lose(worker, undefined))
    return worker
  }

  /** Ends the thread under its task; what waits goes to a fresh one. */
  #stopRunning(): void {
    void this.#worker?.terminate()
    this.#worker = undefined
    this.#running = undefined
    this.#next()
  }

  #settle(message: ThreadMessage<never>): void {
    if (message.kind === 'progress') return this.#running?.onProgress?.(message.progress)
    const settled = this.#running
    this.#running = undefined
    if (message.kind === 'result') settled?.resolve(message.result)
    else settled?.reject(decodeThreadError(message.error))
    this.#worker?.unref()
    this.#next()
  }

  /** A thread that died fails what waits; the next task starts a fresh one. */
  #lose(worker: Worker, cause: unknown): void {
    if (this.#worker !== worker) return
    this.#worker = undefined
    this.#fail(new EngineUnavailableError(`The ${this.#options.name} stopped`, { status: 500, cause }))
  }

  #fail(reason: unknown): void {
    this.#running?.reject(reason)
    this.#running = undefined
    for (const pending of this.#queue.splice(0)) pending.reject(reason)
  }

  #closed(state: string): EngineUnavailableError {
    return new EngineUnavailableError(`The ${this.#options.name} ${state}`, { code: 'closed', status: 503 })
  }
}

/** The worker file beside a module: its TypeScript source, or its entry in `dist`. */
export function workerUrl(moduleUrl: string, source: string, entry: string): URL {
  return new URL(moduleUrl.endsWith('.ts') ? source : entry, moduleUrl)
}
