import { deserialize, serialize } from 'node:v8'
import type { EngineProgress } from '../progress.ts'
import type { NoCalls, WorkerCalls } from './calls.ts'

/** Options for `createWorkerHost`. */
export interface WorkerHostOptions {
  /** Display name of the worker in messages: `The ${name} did not finish within 30 s`. */
  readonly name: string
  /** File URL of the module that calls `serveWorker`, TypeScript or built. */
  readonly url: URL
  /** Data available to each task in its context. Must be cloneable; cloned immediately. */
  readonly workerData?: unknown
  /** Maximum number of concurrent processes, one task each. Defaults to 1. */
  readonly maxProcesses?: number | undefined
  /**
   * Maximum number of processes beyond `maxProcesses`. Defaults to 0. They are for callers who have no running task and
   * used little processor time recently (less than `spareAfterMs`, of which a fifth of the elapsed time is forgotten;
   * the first four tasks of a process do not count). One is started when every process has worked on its task for
   * `spareAfterMs`, if such a caller waits or there were several callers within `idleMs`. In the latter case, long tasks
   * and those of other callers run in up to `maxProcesses` processes of a low priority, which are among these.
   */
  readonly spareProcesses?: number | undefined
  /** Duration after which a task is long, in milliseconds. Defaults to 100. */
  readonly spareAfterMs?: number | undefined
  /** Task that a spare process performs first, to load its modules. Its result is discarded. None by default. */
  readonly spareWarmUp?: unknown
  /**
   * Time limit of a task, in milliseconds. Defaults to 60 000. It starts when a process receives the task and includes
   * calls back to the host and waiting for a slow reader of events. When it expires, the process is killed.
   */
  readonly deadlineMs?: number | undefined
  /**
   * Resident memory limit of one process, in bytes. Defaults to 1 GiB. Memory-mapped files count. A process above the
   * limit is killed within about 25 ms. One that still uses more than three quarters of it after a task is replaced
   * before the next task.
   */
  readonly maxMemoryBytes?: number | undefined
  /** Idle time after which a process is stopped, in milliseconds. Defaults to 300 000. */
  readonly idleMs?: number | undefined
  /** Maximum number of queued tasks. Defaults to 256. */
  readonly maxQueued?: number | undefined
  /** Maximum time a task may be queued, including the start of a process, in milliseconds. Unlimited by default. */
  readonly queueTimeoutMs?: number | undefined
  /** Time limit for a process to load its module, in milliseconds. Defaults to 30 000. */
  readonly startTimeoutMs?: number | undefined
  /**
   * Grace period for an aborted task to end by itself, in milliseconds. Defaults to 250. Then its process is killed.
   */
  readonly abortGraceMs?: number | undefined
  /** Process priority. `background` yields to all other processes. Defaults to `normal`. */
  readonly priority?: 'normal' | 'background' | undefined
  /** Overrides by the user of an engine. A field that is undefined keeps the engine's own value. */
  readonly limits?: EngineWorkerOptions | undefined
}

/** Options of one task. */
export interface WorkerRunOptions<Event = never, Calls extends WorkerCalls = NoCalls> {
  /** Aborts the task. The call then rejects immediately with `signal.reason`. */
  readonly signal?: AbortSignal | undefined
  /** Identifies the caller. The queue is round-robin by caller. By default, all tasks have the same caller. */
  readonly caller?: string | undefined
  /** Whether the task is likely to take longer than `spareAfterMs`. See `spareProcesses`. Defaults to false. */
  readonly isLong?: boolean | undefined
  /** Overrides the host's deadline. */
  readonly deadlineMs?: number | undefined
  /**
   * Called with the progress, at most ten times per second. An exception thrown here aborts the task and rejects the
   * call.
   */
  readonly onProgress?: ((progress: EngineProgress) => void) | undefined
  /**
   * Called with each event, in order. The worker pauses while 64 returned promises are pending. An exception thrown
   * here aborts the task and rejects the call.
   */
  readonly onEvent?: ((event: Event) => void | Promise<void>) | undefined
  /** Functions that the worker may call during this task. */
  readonly calls?: Calls | undefined
}

/** Validated host options with defaults applied. */
export interface HostSettings extends Required<Omit<WorkerHostOptions, 'queueTimeoutMs' | 'limits'>> {
  readonly maxProcesses: number
  readonly spareProcesses: number
  readonly spareAfterMs: number
  readonly deadlineMs: number
  readonly maxMemoryBytes: number
  readonly idleMs: number
  readonly maxQueued: number
  readonly queueTimeoutMs: number | undefined
  readonly startTimeoutMs: number
  readonly abortGraceMs: number
  readonly priority: 'normal' | 'background'
}

/** Maximum timer delay, in milliseconds. */
const maxTimerMs = 2 ** 31 - 1

/** Validates options and applies defaults. */
export function toHostSettings({ limits = {}, ...options }: WorkerHostOptions): HostSettings {
  const settings: HostSettings = {
    name: options.name,
    url: options.url,
    // Not `structuredClone`, which accepts values that the channel between processes does not.
    workerData: deserialize(serialize(options.workerData)),
    maxProcesses: limits.maxProcesses ?? options.maxProcesses ?? 1,
    spareProcesses: limits.spareProcesses ?? options.spareProcesses ?? 0,
    spareAfterMs: options.spareAfterMs ?? 100,
    spareWarmUp: options.spareWarmUp,
    deadlineMs: limits.deadlineMs ?? options.deadlineMs ?? 60_000,
    maxMemoryBytes: limits.maxMemoryBytes ?? options.maxMemoryBytes ?? 2 ** 30,
    idleMs: limits.idleMs ?? options.idleMs ?? 300_000,
    maxQueued: limits.maxQueued ?? options.maxQueued ?? 256,
    queueTimeoutMs: options.queueTimeoutMs,
    startTimeoutMs: options.startTimeoutMs ?? 30_000,
    abortGraceMs: options.abortGraceMs ?? 250,
    priority: options.priority ?? 'normal',
  }
  for (const name of ['spareAfterMs', 'deadlineMs', 'idleMs', 'startTimeoutMs', 'abortGraceMs'] as const)
    checkDelay(name, settings[name])
  if (settings.queueTimeoutMs !== undefined) checkDelay('queueTimeoutMs', settings.queueTimeoutMs)
  for (const name of ['maxProcesses', 'maxMemoryBytes'] as const)
    if (!(settings[name] >= 1)) throw new RangeError(`${name} must be at least 1, not ${settings[name]}`)
  if (!(settings.spareProcesses >= 0))
    throw new RangeError(`spareProcesses must be at least 0, not ${settings.spareProcesses}`)
  return settings
}

/**
 * Validates a timer delay.
 *
 * @throws {RangeError} when it is out of range.
 */
export function checkDelay(name: string, ms: number): void {
  if (!(ms >= 0 && ms <= maxTimerMs)) throw new RangeError(`${name} must be from 0 to ${maxTimerMs} ms, not ${ms}`)
}

/** Child process settings that users of an engine may override. The defaults depend on the engine. */
export type EngineWorkerOptions = Partial<
  Pick<WorkerHostOptions, 'maxProcesses' | 'spareProcesses' | 'deadlineMs' | 'maxMemoryBytes' | 'idleMs' | 'maxQueued'>
>
