import { Worker } from 'node:worker_threads'
import { EngineUnavailableError } from '@mira/engine'
import { decodeThreadError } from '@mira/engine/internal'
import type { EncoderReply, EncoderRequest } from './protocol.ts'

/** A request without its number. */
export type EncoderTask = { readonly kind: EncoderRequest['kind']; readonly texts: readonly string[] }

interface Pending {
  readonly task: EncoderTask
  readonly resolve: (reply: EncoderReply) => void
  readonly reject: (reason: unknown) => void
}

/** One worker thread and the queue before it: WASM blocks its thread, so one task runs at a time. */
export class EncoderWorker {
  #worker: Worker | undefined
  readonly #queue: Pending[] = []
  #running: Pending | undefined
  #lastId = 0
  #isClosed = false

  /** Queues a task; an aborted one leaves the queue, and one under way is finished but not waited for. */
  run(task: EncoderTask, signal?: AbortSignal): Promise<EncoderReply> {
    if (this.#isClosed)
      return Promise.reject(
        new EngineUnavailableError('The sentence encoder is closed', { code: 'closed', status: 503 }),
      )
    if (signal?.aborted) return Promise.reject(signal.reason)
    let onAbort: (() => void) | undefined
    const promise = new Promise<EncoderReply>((resolve, reject) => {
      const pending: Pending = { task, resolve, reject }
      onAbort = () => {
        const index = this.#queue.indexOf(pending)
        if (index >= 0) this.#queue.splice(index, 1)
        reject(signal?.reason)
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
    this.#fail(new EngineUnavailableError('The sentence encoder was closed', { code: 'closed', status: 503 }))
    await this.#worker?.terminate()
    this.#worker = undefined
  }

  #next(): void {
    if (this.#running) return
    this.#running = this.#queue.shift()
    if (!this.#running) return
    this.#worker ??= this.#start()
    // An idle worker must not keep the process alive; a busy one must.
    this.#worker.ref()
    this.#worker.postMessage({ id: ++this.#lastId, ...this.#running.task } satisfies EncoderRequest)
  }

  #start(): Worker {
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
    const fileName = extension === 'ts' ? './worker.ts' : './sentence-encoder-worker.js'
    const worker = new Worker(new URL(fileName, import.meta.url))
    worker.on('message', (reply: EncoderReply) => this.#settle(reply))
    worker.on('error', (cause) => this.#lose(worker, cause))
    worker.on('exit', () => this.#lose(worker, undefined))
    return worker
  }

  #settle(reply: EncoderReply): void {
    const settled = this.#running
    this.#running = undefined
    if (reply.kind === 'error') settled?.reject(decodeThreadError(reply.error))
    else settled?.resolve(reply)
    this.#worker?.unref()
    this.#next()
  }

  /** A thread that died fails what waits; the next task starts a fresh one. */
  #lose(worker: Worker, cause: unknown): void {
    if (this.#worker !== worker) return
    this.#worker = undefined
    this.#fail(new EngineUnavailableError('The sentence encoder stopped', { status: 500, cause }))
  }

  #fail(reason: unknown): void {
    this.#running?.reject(reason)
    this.#running = undefined
    for (const pending of this.#queue.splice(0)) pending.reject(reason)
  }
}
