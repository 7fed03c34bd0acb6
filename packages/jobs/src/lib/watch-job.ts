import { startTask } from '@mira/core/internal'
import { JobFollower, type WatchOptions } from './job-follower.ts'
import { isSameState, type JobState } from './job-state.ts'
import type { JobTask } from './job-task.ts'

/**
 * Yields the current state of a job, if known, then every change, up to the final state. Changes that arrive while the
 * consumer is busy are queued. Leaving the loop ends the polling.
 *
 * @throws {RangeError} when `timeoutMs` is not greater than 0.
 */
export async function* watchJob<Raw extends object>(
  task: JobTask<Raw>,
  options: WatchOptions,
): AsyncGenerator<JobState<Raw>, void, undefined> {
  const { signal, timeoutMs } = options
  if (timeoutMs !== undefined && !(timeoutMs > 0)) throw new RangeError('timeoutMs must be greater than 0')
  signal?.throwIfAborted()
  const controller = new AbortController()
  const onAbort = (): void => controller.abort(signal?.reason)
  signal?.addEventListener('abort', onAbort, { once: true })
  const queue: JobState<Raw>[] = []
  let last = task.state
  let wake = (): void => {}
  let isOver = false
  const work = startTask(task.client, { operation: `${task.kind.name}.wait`, id: task.id })
  const onState = (state: JobState<Raw>): void => {
    if (!last || !isSameState(state, last)) queue.push(state)
    if (state.status !== last?.status) work.note({ name: state.status })
    last = state
    wake()
  }
  try {
    if (task.state) yield task.state
    const run = new JobFollower(task, { ...options, signal: controller.signal, work }, onState).run()
    const end = (): void => {
      isOver = true
      wake()
    }
    run.then(end, end)
    for (;;) {
      signal?.throwIfAborted()
      const state = queue.shift()
      if (state) yield state
      else if (isOver) return await run
      else await new Promise<void>((resolve) => (wake = resolve))
    }
  } catch (error) {
    work.end({ error })
    throw error
  } finally {
    signal?.removeEventListener('abort', onAbort)
    controller.abort()
    work.end({ result: () => task.state })
  }
}
