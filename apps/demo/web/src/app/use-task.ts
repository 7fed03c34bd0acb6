import { useCallback, useEffect, useRef, useState } from 'react'

/** An asynchronous task started by the user, and its state. */
export interface Task<Args extends readonly unknown[], Result> {
  readonly isRunning: boolean
  /** Result of the last successful run; kept while another is running. */
  readonly result: Result | undefined
  /** Error of the last run. */
  readonly error: unknown
  readonly durationMs: number | undefined
  /** Starts the task. Aborts a previous run. */
  run(...args: Args): void
  /** Aborts the task without an error. */
  stop(): void
  /** Runs the task again with the same arguments. */
  retry(): void
}

interface Run<Result> {
  readonly isRunning: boolean
  readonly result?: Result | undefined
  readonly error?: unknown
  readonly durationMs?: number | undefined
}

/** Manages the state of a task, which is aborted when the component unmounts. */
export function useTask<Args extends readonly unknown[], Result>(
  work: (signal: AbortSignal, ...args: Args) => Promise<Result>,
): Task<Args, Result> {
  const [last, setLast] = useState<Run<Result>>({ isRunning: false })
  const running = useRef<AbortController>(undefined)
  const lastArgs = useRef<Args>(undefined)
  const latestWork = useRef(work)
  latestWork.current = work
  useEffect(() => () => running.current?.abort(), [])

  const run = useCallback(async (...args: Args) => {
    running.current?.abort()
    const stop = new AbortController()
    running.current = stop
    lastArgs.current = args
    const startedAt = performance.now()
    setLast(({ result }) => ({ isRunning: true, result }))
    const outcome = await latestWork.current(stop.signal, ...args).then(
      (result) => ({ result }),
      (error: unknown) => ({ error }),
    )
    if (running.current !== stop) return
    const durationMs = performance.now() - startedAt
    if (stop.signal.aborted) setLast(({ result }) => ({ isRunning: false, result }))
    else setLast(({ result }) => ({ result, ...outcome, isRunning: false, durationMs }))
  }, [])

  return {
    isRunning: last.isRunning,
    result: last.result,
    error: last.error,
    durationMs: last.durationMs,
    run: (...args) => void run(...args),
    stop: () => running.current?.abort(),
    retry: () => void (lastArgs.current && run(...lastArgs.current)),
  }
}
