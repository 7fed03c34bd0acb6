import type { DaySpan } from '../store/store.ts'

const dayMs = 24 * 3_600_000

/** The day of a time, `YYYY-MM-DD` in UTC. */
export function dayOf(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10)
}

/** The day of a time alone. */
export function today(nowMs: number): DaySpan {
  return { from: dayOf(nowMs), to: dayOf(nowMs) }
}

/** The calendar month of a time, up to that time. */
export function thisMonth(nowMs: number): DaySpan {
  return { from: `${dayOf(nowMs).slice(0, 8)}01`, to: dayOf(nowMs) }
}

/** The week of a time from Monday, up to that time. */
export function thisWeek(nowMs: number): DaySpan {
  const daysSinceMonday = (new Date(nowMs).getUTCDay() + 6) % 7
  return { from: dayOf(nowMs - daysSinceMonday * dayMs), to: dayOf(nowMs) }
}
