/** Options that a {@link WorkerCallHandler} receives. */
export interface WorkerCallOptions {
  /** Aborts when the task ends, for any reason. */
  readonly signal: AbortSignal
}

/** Function of the host that the worker may call. May be asynchronous. */
export type WorkerCallHandler = (input: never, options: WorkerCallOptions) => unknown

/** Handlers by name. */
export type WorkerCalls = Readonly<Record<string, WorkerCallHandler>>

/** Handlers of a worker that makes no calls. */
export type NoCalls = Readonly<Record<never, WorkerCallHandler>>
