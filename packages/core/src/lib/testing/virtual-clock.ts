import type { Clock } from '../clock.ts'

/** A timer that waits on a {@link VirtualClock}. */
export interface PendingTimer {
  /** When it is due, in the clock's own milliseconds. */
  readonly dueAtMs: number
}

/** Time that stands still until a test moves it. */
export interface VirtualClock extends Clock {
  /** Timers that have neither run nor been cleared, the next one first. */
  readonly pending: readonly PendingTimer[]
  /** Moves time on: runs what becomes due in order, and lets everything that follows from it settle. */
  advance(ms: number): Promise<void>
  /**
   * Moves time on from timer to timer until the promise settles, and gives its result. All that the promise waits for
   * must run on this clock: with real sockets, use {@link VirtualClock.advance}.
   *
   * @throws {Error} when no timer is left and the promise is still pending.
   */
  run<Value>(promise: Promise<Value>): Promise<Value>
}

interface Timer extends PendingTimer {
  readonly callback: () => void
}

/**
 * Makes a clock for `createClient({ clock })` under which hours of retries and timeouts pass at once.
 *
 * @param startAtMs What `now()` says at first, in Unix milliseconds (default 2026-01-01).
 */
export function createVirtualClock(startAtMs: number = Date.UTC(2026, 0, 1)): VirtualClock {
  let nowMs = startAtMs
  const timers = new Set<Timer>()
  // Sorting is stable, so timers due at the same time run in the order they were set.
  const inOrder = (): Timer[] => [...timers].sort((one, other) => one.dueAtMs - other.dueAtMs)

  const advance = async (ms: number): Promise<void> => {
    const endMs = nowMs + ms
    await settle()
    for (let next = inOrder()[0]; next && next.dueAtMs <= endMs; next = inOrder()[0]) {
      nowMs = Math.max(nowMs, next.dueAtMs)
      timers.delete(next)
      next.callback()
      await settle()
    }
    nowMs = endMs
  }

  const run = async <Value>(promise: Promise<Value>): Promise<Value> => {
    let isSettled = false
    const note = (): void => {
      isSettled = true
    }
    promise.then(note, note)
    for (await settle(); !isSettled; ) {
      const next = inOrder()[0]
      if (!next) throw new Error('No timer is left on the virtual clock, and the promise is still pending')
      await advance(Math.max(0, next.dueAtMs - nowMs))
    }
    return promise
  }

  return {
    now: () => nowMs,
    setTimeout(callback, ms) {
      const timer: Timer = { dueAtMs: nowMs + ms, callback }
      timers.add(timer)
      return timer
    },
    clearTimeout: (timer) => void timers.delete(timer as Timer),
    get pending() {
      return inOrder().map(({ dueAtMs }) => ({ dueAtMs }))
    },
    advance,
    run,
  }
}

/** A turn of the event loop, before which every microtask has run; body streams of some runtimes take a few. */
async function settle(): Promise<void> {
  const { setImmediate: nextTurn = setTimeout } = globalThis as { setImmediate?: (callback: () => void) => unknown }
  for (let turn = 0; turn < 3; turn += 1) await new Promise<void>((resolve) => nextTurn(resolve))
}
