import type { Client, TaskEnd } from '@mira/core'
import { startTask, type Task, type TaskFields } from '@mira/core/internal'

/** Task of a run with tools, which starts with its first part. */
export interface RunTask {
  /** Runs a part of the run within the observers of its task. */
  within<Result>(work: () => Result): Result
  /** Runs a tool call as a task that is part of that of the run. */
  call<Result>(about: TaskFields, run: () => Promise<Result>): Promise<Result>
  /** Ends the task, and those of calls that ignored its end; further calls have no effect. */
  end(end: TaskEnd): void
}

/** Creates the task of a run. */
export function createRunTask(client: Client, about: TaskFields): RunTask {
  let task: Task | undefined
  const calls = new Set<Task>()
  const within = <Result>(work: () => Result): Result => {
    task ??= startTask(client, about)
    return task.run(work)
  }
  return {
    within,
    end(end) {
      for (const call of calls) call.end({ error: end.error })
      task?.end(end)
    },
    async call(callAbout, run) {
      const call = within(() => startTask(client, callAbout))
      calls.add(call)
      try {
        const result = await call.run(run)
        call.end({ result: () => result })
        return result
      } catch (error) {
        call.end({ error })
        throw error
      } finally {
        calls.delete(call)
      }
    },
  }
}
