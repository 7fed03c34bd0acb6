import { flushCompileCache, getCompileCacheDir } from 'node:module'
import type { EngineProgress } from '../progress.ts'
import type { NoCalls, WorkerCalls } from './calls.ts'
import { ChunkedPort } from './chunked-port.ts'
import { toErrorRecord } from './error-record.ts'
import type { HostMessage, ResourceUse, TaskOutcome, WorkerMessage } from './protocol.ts'
import { ServedTask } from './served-task.ts'

/** Context of a task in its worker. */
export interface WorkerContext<Event = never, Calls extends WorkerCalls = NoCalls> {
  /** Aborts when the result is no longer needed. A task that keeps running is killed a moment later. */
  readonly signal: AbortSignal
  /** `workerData` from the host's options. */
  readonly workerData: unknown
  /**
   * Reports progress. At most ten reports per second are sent; others are dropped. A report that cannot be cloned ends the
   * task.
   */
  report(progress: EngineProgress): void
  /**
   * Sends an event. Await it for backpressure: it waits while the reader is 64 events behind.
   *
   * @throws `signal.reason` when the task is aborted.
   * @throws {Error} when the event cannot be cloned, which also ends the task.
   */
  emit(event: Event): Promise<void>
  /**
   * Calls a handler of the host.
   *
   * @throws {EngineInputError} rethrown from the handler.
   * @throws {EngineUnavailableError} rethrown from the handler; with status 500 for an error that is not an engine
   *   error.
   */
  call<Name extends keyof Calls & string>(
    name: Name,
    input: Parameters<Calls[Name]>[0],
  ): Promise<Awaited<ReturnType<Calls[Name]>>>
}

/** Performs one task. Errors thrown here are rethrown by `run` on the host. */
export type PerformTask<Task, Result, Event, Calls extends WorkerCalls> = (
  task: Task,
  context: WorkerContext<Event, Calls>,
) => Result | Promise<Result>

/**
 * Serves the tasks of a `createWorkerHost` in this process, one at a time. Call it once, in the module that the host
 * specifies.
 *
 * @param perform - Performs one task. Typed arrays that it receives may be views of a larger buffer. Those that it
 *   returns or emits must not be modified before they are sent.
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
      // The names and types of its methods are only checked at compile time.
      const context = served as unknown as WorkerContext<Event, Calls>
      void settle(port, served, async () => perform(message.input as Task, context)).then(saveCompiled)
    } else served?.receive(message)
  })
  void port.send({ kind: 'ready' })
}

/** Number of tasks after which all modules are likely to be loaded. */
const loadingTasks = 5

let flushes = 0

/**
 * Saves the modules that the first tasks compiled, where `NODE_COMPILE_CACHE` names a directory. Node does so when a
 * process exits, but workers are killed.
 */
function saveCompiled(): void {
  if (getCompileCacheDir() === undefined || ++flushes > loadingTasks) return
  flushCompileCache()
}

async function settle(
  port: ChunkedPort<WorkerMessage, HostMessage>,
  served: ServedTask,
  perform: () => Promise<unknown>,
): Promise<void> {
  const { taskId } = served
  const before = process.cpuUsage()
  try {
    const result = await perform()
    await served.sent
    if (served.failure) throw served.failure
    await port.send({ kind: 'result', taskId, result, use: measureUse(before) })
  } catch (reason) {
    const error = toErrorRecord(served.failure ?? reason)
    await port.send({ kind: 'error', taskId, error, use: measureUse(before) } satisfies TaskOutcome)
  }
}

function measureUse(before: NodeJS.CpuUsage): ResourceUse {
  const { user, system } = process.cpuUsage(before)
  return { residentBytes: process.memoryUsage.rss(), processorMs: (user + system) / 1_000 }
}
