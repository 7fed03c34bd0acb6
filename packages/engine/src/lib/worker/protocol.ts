import type { EngineProgress } from '../progress.ts'
import type { ErrorRecord } from './error-record.ts'

/** File descriptor of the pipe to which a worker process writes its resident memory, one number of bytes per line. */
export const watchDescriptor = 4

/** Maximum number of unacknowledged events of one task. Beyond that, the worker's `emit` waits. */
export const eventWindow = 64

/** Message from the host to its worker process. */
export type HostMessage =
  | { readonly kind: 'start'; readonly workerData: unknown }
  | { readonly kind: 'task'; readonly taskId: number; readonly input: unknown }
  | TaskMessage

/** Message from the host to the running task. */
export type TaskMessage =
  | { readonly kind: 'abort'; readonly taskId: number }
  | { readonly kind: 'acknowledge'; readonly taskId: number; readonly count: number }
  | { readonly kind: 'call_result'; readonly taskId: number; readonly callId: number; readonly output: unknown }
  | { readonly kind: 'call_error'; readonly taskId: number; readonly callId: number; readonly error: ErrorRecord }

/** Message from the worker process to its host. */
export type WorkerMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'start_error'; readonly error: ErrorRecord }
  | TaskReport

/** Message from the running task to the host. */
export type TaskReport =
  | { readonly kind: 'progress'; readonly taskId: number; readonly progress: EngineProgress }
  | { readonly kind: 'event'; readonly taskId: number; readonly event: unknown }
  | CallMessage
  | TaskOutcome

/** Call from the task to a handler of the host. */
export interface CallMessage {
  readonly kind: 'call'
  readonly taskId: number
  readonly callId: number
  readonly name: string
  readonly input: unknown
}

/** Resources that a process used. */
export interface ResourceUse {
  /** Resident memory after the task. */
  readonly residentBytes: number
  /** Processor time of the task, of all threads, in milliseconds. */
  readonly processorMs: number
}

/** Outcome of a task. */
export type TaskOutcome =
  | { readonly kind: 'result'; readonly taskId: number; readonly use: ResourceUse; readonly result: unknown }
  | { readonly kind: 'error'; readonly taskId: number; readonly use: ResourceUse; readonly error: ErrorRecord }
