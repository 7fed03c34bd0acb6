import type { DaySpan } from '../store/store.ts'

const dayMs = 24 * 3_600_000

/** Returns the day of a time as `YYYY-MM-DD` in UTC. */
export function dayOf(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10)
}

/** Returns the span of the current day. */
export function today(nowMs: number): DaySpan {
  return { from: dayOf(nowMs), to: dayOf(nowMs) }
}

/** Returns the current calendar month up to today. */
export function thisMonth(nowMs: number): DaySpan {
  return { from: `${dayOf(nowMs).slice(0, 8)}01`, to: dayOf(nowMs) }
}

/** Returns the current week, from Monday up to today. */
export function thisWeek(nowMs: number): DaySpan {
  const daysSinceMonday = (new Date(nowMs).getUTCDay() + 6) % 7
  return { from: dayOf(nowMs - daysSinceMonday * dayMs), to: dayOf(nowMs) }
}
