import { parentPort } from 'node:worker_threads'
import type { EngineProgress } from '../progress.ts'
import { encodeThreadError, type ThreadError } from './thread-error.ts'

/** What a thread answers to a task. */
export type ThreadMessage<Result> =
  | { readonly kind: 'progress'; readonly progress: EngineProgress }
  | { readonly kind: 'result'; readonly result: Result }
  | { readonly kind: 'error'; readonly error: ThreadError }

/** Tells the caller of a task how far it is. */
export type ReportProgress = (progress: EngineProgress) => void

/** Pause between two messages of progress, in milliseconds: a caller wants to see it move, not to be flooded. */
const progressPauseMs = 100

/** Makes this thread answer the tasks of an `EngineThread`, one after the other. */
export function serveThread<Task, Result>(
  perform: (task: Task, report: ReportProgress) => Promise<Result> | Result,
  transferOf: (result: Result) => readonly ArrayBuffer[] = () => [],
): void {
  const send = (message: ThreadMessage<Result>, transfer: readonly ArrayBuffer[] = []) =>
    parentPort?.postMessage(message, [...transfer])
  parentPort?.on('message', async (task: Task) => {
    let reportedAt = Number.NEGATIVE_INFINITY
    const report = (progress: EngineProgress) => {
      const at = performance.now()
      if (at - reportedAt < progressPauseMs) return
      reportedAt = at
      send({ kind: 'progress', progress })
    }
    try {
      const result = await perform(task, report)
      send({ kind: 'result', result }, transferOf(result))
    } catch (error) {
      send({ kind: 'error', error: encodeThreadError(error) })
    }
  })
}
