import type { NoCalls, WorkerCalls } from './calls.ts'
import { ProcessHost } from './process-host.ts'
import { toHostSettings, type WorkerHostOptions, type WorkerRunOptions } from './worker-options.ts'
import type { WorkerHostStats } from './worker-stats.ts'

/** Runs tasks in child processes; made with {@link createWorkerHost}. */
export interface WorkerHost<Task, Result, Event = never, Calls extends WorkerCalls = NoCalls> extends AsyncDisposable {
  /**
   * Performs a task. Large buffers in it must not be changed until the call settles: they are sent in chunks.
   *
   * @returns The result. Typed arrays of up to 1 MiB in it may be views of a larger buffer.
   * @throws {EngineInputError} Thrown by the worker, or `memory_exceeded`: the task needed too much memory.
   * @throws {EngineUnavailableError} Thrown by the worker, or `deadline_exceeded` (504), `busy` (503: the queue is full or
   *   the wait too long), `closed` (503), `failed` (500: the process crashed or threw something else; 503: it cannot start).
   * @throws `signal.reason` when the signal aborts.
   */
  run(task: Task, options?: WorkerRunOptions<Event, Calls>): Promise<Result>
  /**
   * Performs a task as an iteration over its events, which returns the result. The task is queued at the first `next()`.
   * Leaving the iteration aborts it; a slow reader holds the worker back.
   */
  stream(
    task: Task,
    options?: Omit<WorkerRunOptions<Event, Calls>, 'onEvent'>,
  ): AsyncGenerator<Event, Result, undefined>
  /** Returns the queue length and the state of each process. */
  stats(): WorkerHostStats
  /** Rejects all calls and kills all processes. Idempotent. Resolves once the processes are gone. */
  close(): Promise<void>
}

/**
 * Creates a host that runs tasks in child processes, started when needed and ended when idle. A process is killed at the
 * deadline of its task, above its memory limit, when it ignores an abort, and when this process dies; the tasks behind it
 * go to a fresh one.
 *
 * @example
 * ```ts
 * const host = createWorkerHost<SongTask, Song>({ name: 'composer', url: workerUrl(import.meta.url, './worker.ts', './music-worker.js') })
 * const song = await host.run({ prompt: 'a waltz' }, { signal, caller: apiKeyId })
 * ```
 */
export function createWorkerHost<Task, Result, Event = never, Calls extends WorkerCalls = NoCalls>(
  options: WorkerHostOptions,
): WorkerHost<Task, Result, Event, Calls> {
  // Types are checked at compile time only: what travels is `unknown` to the host.
  return new ProcessHost(toHostSettings(options)) as unknown as WorkerHost<Task, Result, Event, Calls>
}
