import { useCallback, useEffect, useRef, useState } from 'react'

/** A piece of work that a person starts, and how it stands. */
export interface Task<Args extends readonly unknown[], Result> {
  readonly isRunning: boolean
  /** What the last run that succeeded gave; it stays while another runs. */
  readonly result: Result | undefined
  /** What the last run failed with. */
  readonly error: unknown
  readonly durationMs: number | undefined
  /** Starts it; a run on its way is ended first. */
  run(...args: Args): void
  /** Ends it; that is no error. */
  stop(): void
  /** Runs it again with the same arguments. */
  retry(): void
}

interface Run<Result> {
  readonly isRunning: boolean
  readonly result?: Result | undefined
  readonly error?: unknown
  readonly durationMs?: number | undefined
}

/** Keeps the state of some work of the screen, which ends when the screen is left. */
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
