import { EngineInputError, EngineUnavailableError } from '../engine.ts'
import { fromErrorRecord } from './error-record.ts'
import type { WorkerExit } from './worker-process.ts'

/** Creates the error for a closed host: 503, `closed`. */
export function closedError(name: string): EngineUnavailableError {
  return new EngineUnavailableError(`The ${name} is closed`, { code: 'closed', status: 503 })
}

/** Creates the error for a full queue: 503, `busy`. */
export function fullQueueError(name: string, maxQueued: number, retryAfterSeconds: number): EngineUnavailableError {
  const message = `The ${name} is busy: ${maxQueued} tasks are waiting. Try again later.`
  return new EngineUnavailableError(message, { code: 'busy', status: 503, retryAfterSeconds })
}

/** Creates the error for a task that timed out in the queue: 503, `busy`. */
export function queueTimeoutError(
  name: string,
  queueTimeoutMs: number,
  retryAfterSeconds: number,
): EngineUnavailableError {
  const message = `The ${name} was busy for ${formatDuration(queueTimeoutMs)}. Try again later.`
  return new EngineUnavailableError(message, { code: 'busy', status: 503, retryAfterSeconds })
}

/** Creates the error for a task killed at its deadline: 504, `deadline_exceeded`. */
export function deadlineError(name: string, deadlineMs: number): EngineUnavailableError {
  const message = `The ${name} did not finish within ${formatDuration(deadlineMs)}`
  return new EngineUnavailableError(message, { code: 'deadline_exceeded', status: 504 })
}

/** Creates the error for a process that could not load its module: 503, `failed`, with the reason as the cause. */
export function startError(name: string, cause: unknown, retryAfterSeconds?: number): EngineUnavailableError {
  return new EngineUnavailableError(`The ${name} could not start`, { status: 503, cause, retryAfterSeconds })
}

/** Creates the error for a call to a handler that the caller does not provide: 500, `failed`. */
export function notOfferedError(name: string, callName: string): EngineUnavailableError {
  return new EngineUnavailableError(`The ${name} called "${callName}", which is not offered`, { status: 500 })
}

/**
 * Creates the error for a process that exited during a task. Exceeding the memory limit is attributed to the input,
 * which would fail again: `EngineInputError`, `memory_exceeded`. Anything else is a crash: 500, `failed`.
 */
export function exitError(
  name: string,
  exit: WorkerExit,
  maxMemoryBytes: number,
): EngineInputError | EngineUnavailableError {
  const cause = exitCause(exit)
  if (exit.residentBytes > maxMemoryBytes || /heap out of memory/.test(exit.output)) {
    const megabytes = Math.round(maxMemoryBytes / 1e6)
    const message = `The ${name} needs more than ${megabytes} MB of memory for this input. Send a smaller one.`
    return new EngineInputError(message, undefined, { code: 'memory_exceeded', cause })
  }
  return new EngineUnavailableError(`The ${name} stopped unexpectedly`, { status: 500, cause })
}

/** Describes how a process ended, for the log. */
export function exitCause({ pid, code, signal, output, residentBytes, startError }: WorkerExit): unknown {
  if (startError instanceof Error) return startError
  if (startError) return fromErrorRecord(startError, `Worker process ${pid} could not load its module`).cause
  const end = signal ? `was killed by ${signal}` : `exited with code ${code}`
  const memory = `${Math.round(residentBytes / 1e6)} MB of resident memory`
  return new Error(`Worker process ${pid} ${end} at ${memory}${output && `; its last output:\n${output}`}`)
}

function formatDuration(ms: number): string {
  return ms < 1_000 ? `${ms} ms` : `${Math.round(ms / 100) / 10} s`
}
