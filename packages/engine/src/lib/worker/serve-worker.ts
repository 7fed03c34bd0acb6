import type { EngineProgress } from '../progress.ts'
import type { NoCalls, WorkerCalls } from './calls.ts'
import { ChunkedPort } from './chunked-port.ts'
import { toErrorRecord } from './error-record.ts'
import type { HostMessage, TaskOutcome, WorkerMessage } from './protocol.ts'
import { ServedTask } from './served-task.ts'

/** A task as its worker sees it. */
export interface WorkerContext<Event = never, Calls extends WorkerCalls = NoCalls> {
  /** Aborts when nobody waits for the result any more. A task that goes on is killed a moment later. */
  readonly signal: AbortSignal
  /** `workerData` of the host. */
  readonly workerData: unknown
  /** Reports progress; ten reports a second are sent, the others dropped. */
  report(progress: EngineProgress): void
  /**
   * Sends an event. Await it: it waits while the reader is 64 events behind.
   *
   * @throws `signal.reason` when the task is aborted.
   */
  emit(event: Event): Promise<void>
  /**
   * Calls a handler of the host.
   *
   * @throws {EngineInputError} What the handler threw.
   * @throws {EngineUnavailableError} What the handler threw; 500 for an error that is not an engine's.
   */
  call<Name extends keyof Calls & string>(
    name: Name,
    input: Parameters<Calls[Name]>[0],
  ): Promise<Awaited<ReturnType<Calls[Name]>>>
}

/** Work on one task; what it throws is thrown by `run` on the host. */
export type PerformTask<Task, Result, Event, Calls extends WorkerCalls> = (
  task: Task,
  context: WorkerContext<Event, Calls>,
) => Result | Promise<Result>

/**
 * Makes this process serve the tasks of a `createWorkerHost`, one after the other. Call it once, in the module that the
 * host names.
 *
 * @param perform Work on one task. Typed arrays it receives may be views of a larger buffer; those it returns or emits must
 *   not be changed before they are sent.
 */
export function serveWorker<Task, Result, Event = never, Calls extends WorkerCalls = NoCalls>(
  perform: PerformTask<Task, Result, Event, Calls>,
): void {
  if (!process.send) throw new Error('serveWorker must run in a process that createWorkerHost started')
  const port = new ChunkedPort<WorkerMessage, HostMessage>((message, onWritten) => process.send?.(message, onWritten))
  let workerData: unknown
  let served: ServedTask | undefined
  process.on('message', (arrived: HostMessage) => {
    const message = port.receive(arrived)
    if (!message) return
    if (message.kind === 'start') workerData = message.workerData
    else if (message.kind === 'task') {
      served = new ServedTask(message.taskId, workerData, port)
      // Its methods check names and types at compile time only.
      const context = served as unknown as WorkerContext<Event, Calls>
      void settle(port, message.taskId, async () => perform(message.input as Task, context))
    } else served?.receive(message)
  })
  void port.send({ kind: 'ready' })
}

async function settle(
  port: ChunkedPort<WorkerMessage, HostMessage>,
  taskId: number,
  perform: () => Promise<unknown>,
): Promise<void> {
  try {
    const result = await perform()
    await port.send({ kind: 'result', taskId, result, residentBytes: process.memoryUsage.rss() })
  } catch (error) {
    const residentBytes = process.memoryUsage.rss()
    await port.send({ kind: 'error', taskId, error: toErrorRecord(error), residentBytes } satisfies TaskOutcome)
  }
}
