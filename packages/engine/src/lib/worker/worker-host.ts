import type { NoCalls, WorkerCalls } from './calls.ts'
import { ProcessHost } from './process-host.ts'
import { toHostSettings, type WorkerHostOptions, type WorkerRunOptions } from './worker-options.ts'
import type { WorkerHostStats } from './worker-stats.ts'

/** Runs tasks in child processes. Created with {@link createWorkerHost}. */
export interface WorkerHost<Task, Result, Event = never, Calls extends WorkerCalls = NoCalls> extends AsyncDisposable {
  /**
   * Performs a task. Large buffers in it are sent in chunks and must not be modified until the call settles.
   *
   * @returns The result. Typed arrays of up to 1 MiB in it may be views of a larger buffer.
   * @throws {EngineInputError} rethrown from the worker, or `memory_exceeded` when the task exceeded the memory limit.
   * @throws {EngineUnavailableError} rethrown from the worker, or `deadline_exceeded` (504), `busy` (503: the queue is
   *   full or timed out), `closed` (503), `failed` (500: the process crashed or threw another error; 503: it cannot
   *   start).
   * @throws `signal.reason` when the signal aborts.
   */
  run(task: Task, options?: WorkerRunOptions<Event, Calls>): Promise<Result>
  /**
   * Performs a task as an async iteration over its events; the iteration's return value is the result. The task is
   * queued at the first `next()`. Ending the iteration early aborts it. A slow reader applies backpressure to the
   * worker.
   */
  stream(
    task: Task,
    options?: Omit<WorkerRunOptions<Event, Calls>, 'onEvent'>,
  ): AsyncGenerator<Event, Result, undefined>
  /** Returns the queue length and the state of each process. */
  stats(): WorkerHostStats
  /** Rejects all calls and kills all processes. Resolves once the processes are gone. Idempotent. */
  close(): Promise<void>
}

/**
 * Creates a host that runs tasks in child processes, which are started on demand and stopped when idle. A process is
 * killed when its task exceeds the deadline, when it exceeds its memory limit, when it ignores an abort, or when this
 * process dies. The remaining tasks continue in a new process.
 *
 * @example
 * ```ts
 * const url = workerUrl(import.meta.url, './worker.ts', './music-worker.js')
 * const host = createWorkerHost<SongTask, Song>({ name: 'composer', url })
 * const song = await host.run({ prompt: 'a waltz' }, { signal, caller: apiKeyId })
 * ```
 */
export function createWorkerHost<Task, Result, Event = never, Calls extends WorkerCalls = NoCalls>(
  options: WorkerHostOptions,
): WorkerHost<Task, Result, Event, Calls> {
  // Types are only checked at compile time: the host handles all values as `unknown`.
  return new ProcessHost(toHostSettings(options)) as unknown as WorkerHost<Task, Result, Event, Calls>
}
