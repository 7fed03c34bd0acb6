/** State of a worker process. */
export type WorkerState = 'starting' | 'idle' | 'busy' | 'ending'

/** State of a host, for tests and health checks. */
export interface WorkerHostStats {
  /** Number of tasks waiting for a process. */
  readonly queuedTasks: number
  readonly processes: readonly WorkerProcessStats[]
}

/** State of one process. */
export interface WorkerProcessStats {
  /** Undefined until the process is spawned. */
  readonly pid: number | undefined
  readonly state: WorkerState
  /** Resident memory in bytes, up to half a second old; 0 before the first measurement. */
  readonly residentBytes: number
  /** Number of tasks that it finished, with a result or an error. */
  readonly finishedTasks: number
}
