import type { WorkerState } from './worker-process.ts'

/** State of a host, for tests and health checks. */
export interface WorkerHostStats {
  /** Tasks waiting for a process. */
  readonly queuedTasks: number
  readonly processes: readonly WorkerProcessStats[]
}

/** State of one process. */
export interface WorkerProcessStats {
  /** `undefined` until the system has started it. */
  readonly pid: number | undefined
  readonly state: WorkerState
  /** Resident memory, in bytes, measured up to half a second ago; 0 before the first measurement. */
  readonly residentBytes: number
  /** Tasks that it finished, with a result or an error. */
  readonly finishedTasks: number
}
