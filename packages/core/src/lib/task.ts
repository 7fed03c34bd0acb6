import { activeChannel } from '#runtime'
import type { TaskEnd, TaskEvent, TaskObserver, TaskProgress } from './call-event.ts'
import { callSafely } from './call-report.ts'
import { type Client, stateOf } from './client-state.ts'

/** A task in progress. Without observers, its methods have no effect. */
export interface Task {
  /** Runs a part of the task within its observers. */
  run<Result>(work: () => Result): Result
  /** Reports a change. */
  note(progress: TaskProgress): void
  /** Reports the end; further calls have no effect. */
  end(end: TaskEnd): void
}

/** Description of a task. */
export type TaskFields = Omit<TaskEvent, 'observe' | 'url'>

/** Emits the start of a task to the `onTask` hook of a client, and to the subscribers of `mira:task`. */
export function startTask(client: Client, about: TaskFields): Task {
  const { hooks, baseUrl } = stateOf(client)
  const observers: TaskObserver[] = []
  const channel = activeChannel('onTask')
  if (hooks?.onTask || channel) {
    const event: TaskEvent = { ...about, url: baseUrl.href, observe: (observer) => void observers.push(observer) }
    void callSafely(() => hooks?.onTask?.(event))
    channel?.publish(event)
  }
  return {
    run: (work) => observers.reduce((inner, { run }) => (run ? () => run(inner) : inner), work)(),
    note(progress) {
      for (const { onProgress } of observers) void callSafely(() => onProgress?.(progress))
    },
    end(end) {
      for (const { onEnd } of observers.splice(0)) void callSafely(() => onEnd?.(end))
    },
  }
}
