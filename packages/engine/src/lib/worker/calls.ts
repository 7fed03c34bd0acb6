/** Options that a {@link WorkerCallHandler} receives. */
export interface WorkerCallOptions {
  /** Aborts when the task ends, in whatever way. */
  readonly signal: AbortSignal
}

/** A function of the host that the worker may call; it may be asynchronous. */
export type WorkerCallHandler = (input: never, options: WorkerCallOptions) => unknown

/** Handlers by name. */
export type WorkerCalls = Readonly<Record<string, WorkerCallHandler>>

/** A worker that makes no calls. */
export type NoCalls = Readonly<Record<never, WorkerCallHandler>>
