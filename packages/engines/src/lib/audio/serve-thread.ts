import { parentPort } from 'node:worker_threads'
import { EngineInputError } from '../engine.ts'

/** What a thread answers to a task. */
export type ThreadMessage<Result> =
  | { readonly kind: 'result'; readonly result: Result }
  | { readonly kind: 'input_error'; readonly message: string; readonly field: string | undefined }
  | { readonly kind: 'error'; readonly message: string }

/** Makes this thread answer the tasks of an `EngineThread`, one after the other. */
export function serveThread<Task, Result>(
  perform: (task: Task) => Promise<Result> | Result,
  transferOf: (result: Result) => readonly ArrayBuffer[] = () => [],
): void {
  const send = (message: ThreadMessage<Result>, transfer: readonly ArrayBuffer[] = []) =>
    parentPort?.postMessage(message, [...transfer])
  parentPort?.on('message', async (task: Task) => {
    try {
      const result = await perform(task)
      send({ kind: 'result', result }, transferOf(result))
    } catch (error) {
      if (error instanceof EngineInputError) send({ kind: 'input_error', message: error.message, field: error.field })
      else send({ kind: 'error', message: error instanceof Error ? error.message : String(error) })
    }
  })
}
