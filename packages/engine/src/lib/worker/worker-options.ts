import type { EngineProgress } from '../progress.ts'
import type { NoCalls, WorkerCalls } from './calls.ts'

/** Options for `createWorkerHost`. */
export interface WorkerHostOptions {
  /** What the worker is, for messages: `The ${name} did not finish within 30 s`. */
  readonly name: string
  /** Module that calls `serveWorker`: a file, TypeScript or built. */
  readonly url: URL
  /** Given to each task in its context. Must be cloneable; is cloned at once. */
  readonly workerData?: unknown
  /** Processes that run at the same time, one task each (default 1). */
  readonly maxProcesses?: number | undefined
  /**
   * Time that a task may take, in milliseconds (default 60 000). It counts from the moment a process takes the task and
   * includes the calls back to the host and the waiting for a slow reader of events. At its end the process is killed.
   */
  readonly deadlineMs?: number | undefined
  /**
   * Resident memory of one process, in bytes (default 1 GiB). Files mapped into memory count. A process above it is killed,
   * about 25 ms later. One that keeps more than three quarters of it after a task is replaced before the next.
   */
  readonly maxMemoryBytes?: number | undefined
  /** Time without a task after which a process is ended, in milliseconds (default 300 000). */
  readonly idleMs?: number | undefined
  /** Tasks that may wait for a process (default 256). */
  readonly maxQueued?: number | undefined
  /** Time that a task may wait for a process, its start included, in milliseconds (unlimited by default). */
  readonly queueTimeoutMs?: number | undefined
  /** Time in which a process must load its module, in milliseconds (default 30 000). */
  readonly startTimeoutMs?: number | undefined
  /** Time in which an aborted task may end by itself, in milliseconds (default 250); then its process is killed. */
  readonly abortGraceMs?: number | undefined
  /** `background` lets all other processes go first, for work that may take its time (default `normal`). */
  readonly priority?: 'normal' | 'background' | undefined
}

/** Options of one task. */
export interface WorkerRunOptions<Event = never, Calls extends WorkerCalls = NoCalls> {
  /** Ends the work; the call then rejects at once with `signal.reason`. */
  readonly signal?: AbortSignal | undefined
  /** On whose behalf: the queue serves callers in turn (by default all tasks have the same caller). */
  readonly caller?: string | undefined
  /** Overrides the host's deadline. */
  readonly deadlineMs?: number | undefined
  /** Called with the progress, at most ten times a second. An exception thrown here aborts the task and rejects the call. */
  readonly onProgress?: ((progress: EngineProgress) => void) | undefined
  /**
   * Called with each event, in order. The worker is held back while 64 returned promises are pending. An exception thrown here
   * aborts the task and rejects the call.
   */
  readonly onEvent?: ((event: Event) => void | Promise<void>) | undefined
  /** Functions that the worker may call during this task. */
  readonly calls?: Calls | undefined
}

/** Options of a host with their defaults. */
export interface HostSettings extends Required<Omit<WorkerHostOptions, 'queueTimeoutMs'>> {
  readonly maxProcesses: number
  readonly deadlineMs: number
  readonly maxMemoryBytes: number
  readonly idleMs: number
  readonly maxQueued: number
  readonly queueTimeoutMs: number | undefined
  readonly startTimeoutMs: number
  readonly abortGraceMs: number
  readonly priority: 'normal' | 'background'
}

/** Longest delay of a timer, in milliseconds. */
const maxTimerMs = 2 ** 31 - 1

/** Checks options and fills in defaults. */
export function toHostSettings(options: WorkerHostOptions): HostSettings {
  const settings: HostSettings = {
    name: options.name,
    url: options.url,
    workerData: structuredClone(options.workerData),
    maxProcesses: options.maxProcesses ?? 1,
    deadlineMs: options.deadlineMs ?? 60_000,
    maxMemoryBytes: options.maxMemoryBytes ?? 2 ** 30,
    idleMs: options.idleMs ?? 300_000,
    maxQueued: options.maxQueued ?? 256,
    queueTimeoutMs: options.queueTimeoutMs,
    startTimeoutMs: options.startTimeoutMs ?? 30_000,
    abortGraceMs: options.abortGraceMs ?? 250,
    priority: options.priority ?? 'normal',
  }
  for (const name of ['deadlineMs', 'idleMs', 'startTimeoutMs', 'abortGraceMs'] as const)
    checkDelay(name, settings[name])
  if (settings.queueTimeoutMs !== undefined) checkDelay('queueTimeoutMs', settings.queueTimeoutMs)
  for (const name of ['maxProcesses', 'maxMemoryBytes'] as const)
    if (!(settings[name] >= 1)) throw new RangeError(`${name} must be at least 1, not ${settings[name]}`)
  return settings
}

/** Throws a `RangeError` for a delay that a timer cannot have. */
export function checkDelay(name: string, ms: number): void {
  if (!(ms >= 0 && ms <= maxTimerMs)) throw new RangeError(`${name} must be from 0 to ${maxTimerMs} ms, not ${ms}`)
}

/** What users of an engine may set of its child processes; the engine has defaults that fit its work. */
export type EngineWorkerOptions = Partial<
  Pick<WorkerHostOptions, 'maxProcesses' | 'deadlineMs' | 'maxMemoryBytes' | 'idleMs' | 'maxQueued'>
>
