import type { ChildProcess } from 'node:child_process'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'

/** Child processes started since {@link watchChildProcesses}. */
export interface ChildProcesses extends Disposable {
  readonly startedCount: number
  /** PIDs of those still running. */
  readonly running: readonly number[]
}

/** Tracks the child processes that this process starts, until disposed. */
export function watchChildProcesses(): ChildProcesses {
  const started: ChildProcess[] = []
  const onStart = (message: unknown) => void started.push((message as { process: ChildProcess }).process)
  subscribe('child_process', onStart)
  return {
    get startedCount() {
      return started.length
    },
    get running() {
      const running = started.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)
      return running.flatMap(({ pid }) => pid ?? [])
    },
    [Symbol.dispose]: () => void unsubscribe('child_process', onStart),
  }
}
