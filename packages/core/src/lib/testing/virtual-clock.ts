import type { Clock } from '../clock.ts'

/** A pending timer of a {@link VirtualClock}. */
export interface PendingTimer {
  /** Time at which the timer is due, in milliseconds of the clock. */
  readonly dueAtMs: number
}

/** A clock whose time advances only when a test advances it. */
export interface VirtualClock extends Clock {
  /** Timers that have neither run nor been cleared, in order of their due time. */
  readonly pending: readonly PendingTimer[]
  /** Advances the time by `ms`: runs due timers in order, and lets their consequences settle. */
  advance(ms: number): Promise<void>
  /**
   * Advances the time from timer to timer until the promise settles, and returns its result. Everything the promise
   * depends on must use this clock; with real sockets, use {@link VirtualClock.advance}.
   *
   * @throws {Error} when there are no more timers and the promise is still pending.
   */
  run<Value>(promise: Promise<Value>): Promise<Value>
}

interface Timer extends PendingTimer {
  readonly callback: () => void
}

/**
 * Creates a clock for `createClient({ clock })`, so that tests of long retries and timeouts run instantly.
 *
 * @param startAtMs - Initial time, in Unix milliseconds. Defaults to 2026-01-01.
 */
export function createVirtualClock(startAtMs: number = Date.UTC(2026, 0, 1)): VirtualClock {
  let nowMs = startAtMs
  const timers = new Set<Timer>()
  // Sorting is stable: timers due at the same time run in the order they were set.
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
      if (!next) throw new Error('The virtual clock has no pending timers, and the promise is still pending')
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

/** Waits for three turns of the event loop, so that all microtasks run; body streams of some runtimes need several. */
async function settle(): Promise<void> {
  const { setImmediate: nextTurn = setTimeout } = globalThis as { setImmediate?: (callback: () => void) => unknown }
  for (let turn = 0; turn < 3; turn += 1) await new Promise<void>((resolve) => nextTurn(resolve))
}
