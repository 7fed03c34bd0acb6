import { type EngineCallOptions, EngineUnavailableError } from '@mira/engine'
import { createWorkerHost, type EngineWorkerOptions, type WorkerHost, workerUrl } from '@mira/engine/worker'
import { isLongTask } from './is-long-task.ts'
import type { LanguageResults, LanguageTask } from './language-task.ts'
import { splitBatches } from './split-batches.ts'
import { warmUpTask } from './warm-up-task.ts'

type Host = WorkerHost<LanguageTask, unknown>

/** Deadline by kind of task, in milliseconds. */
const deadlinesMs: Readonly<Record<LanguageTask['kind'], number>> = {
  chat: 30_000,
  embed: 60_000,
  moderate: 30_000,
  count: 30_000,
  count_prompt: 30_000,
}

/** A long task and a hostile one each leave another caller a process. */
const spareProcesses = 2

const maxMemoryBytes = 1.5 * 2 ** 30

/**
 * Grace period for an aborted task, in milliseconds. Most tasks end in time, which is cheaper than loading the model
 * into another process.
 */
const abortGraceMs = 1_000

let shared: { readonly host: Host; leases: number } | undefined

/**
 * Lease on a process with the sentence encoder.
 *
 * Engines without worker options share one host, so that chat, embeddings and moderation load the model only once.
 * An engine with options has its own host.
 */
export class LanguageHost {
  readonly #host: Host
  readonly #deadlineMs: number | undefined
  readonly #releaseHost: () => Promise<void>
  readonly #running = new Set<AbortController>()
  #closed: Promise<void> | undefined

  constructor(worker: EngineWorkerOptions | undefined) {
    const { host, release } = worker ? createOwn(worker) : leaseShared()
    this.#host = host
    this.#releaseHost = release
    this.#deadlineMs = worker?.deadlineMs
  }

  /**
   * Performs a task.
   *
   * @throws {EngineUnavailableError} `closed`, also when the engine is closed during the call; otherwise as
   *   `WorkerHost.run`.
   */
  async run<Task extends LanguageTask>(
    task: Task,
    { signal, caller }: EngineCallOptions = {},
  ): Promise<LanguageResults[Task['kind']]> {
    this.#checkOpen()
    signal?.throwIfAborted()
    const abortion = new AbortController()
    const abort = () => abortion.abort(signal?.reason)
    signal?.addEventListener('abort', abort)
    this.#running.add(abortion)
    try {
      const deadlineMs = this.#deadlineMs ?? deadlinesMs[task.kind]
      // The worker returns the result type of each kind of task.
      const result = await this.#host.run(task, {
        signal: abortion.signal,
        caller,
        deadlineMs,
        isLong: isLongTask(task),
      })
      return result as LanguageResults[Task['kind']]
    } finally {
      this.#running.delete(abortion)
      signal?.removeEventListener('abort', abort)
    }
  }

  /** Performs a task for each batch of texts sequentially, so that other callers are served in between. */
  async runBatches<Task extends LanguageTask>(
    texts: readonly string[],
    toTask: (batch: readonly string[]) => Task,
    options: EngineCallOptions,
  ): Promise<LanguageResults[Task['kind']][]> {
    this.#checkOpen()
    options.signal?.throwIfAborted()
    const results: LanguageResults[Task['kind']][] = []
    for (const batch of splitBatches(texts)) results.push(await this.run(toTask(batch), options))
    return results
  }

  /** Rejects the pending calls of this engine. A shared process ends with the last engine that uses it. Idempotent. */
  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  async #close(): Promise<void> {
    for (const abortion of this.#running) abortion.abort(closedError())
    await this.#releaseHost()
  }

  #checkOpen(): void {
    if (this.#closed) throw closedError()
  }
}

function createHost(worker: EngineWorkerOptions): Host {
  return createWorkerHost({
    maxMemoryBytes,
    spareProcesses,
    spareWarmUp: warmUpTask,
    limits: worker,
    name: 'language engine',
    url: workerUrl(import.meta.url, './worker.ts', './language-worker.js'),
    abortGraceMs,
  })
}

function createOwn(worker: EngineWorkerOptions): { host: Host; release: () => Promise<void> } {
  const host = createHost(worker)
  return { host, release: () => host.close() }
}

function leaseShared(): { host: Host; release: () => Promise<void> } {
  shared ??= { host: createHost({}), leases: 0 }
  const leased = shared
  leased.leases++
  const release = async () => {
    if (--leased.leases > 0) return
    if (shared === leased) shared = undefined
    await leased.host.close()
  }
  return { host: leased.host, release }
}

function closedError(): EngineUnavailableError {
  return new EngineUnavailableError('The language engine is closed', { code: 'closed', status: 503 })
}
