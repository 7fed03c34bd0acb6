import { DateTime } from 'luxon'

/** Time of day in another zone. */
export interface ZonedClock {
  /** As `HH:mm`. */
  readonly clock: string
  /** 1 on the next day, -1 on the day before. */
  readonly dayShift: number
}

/** Returns the time in a zone when it is a time of this day, in minutes since midnight, in another. */
export function convertClock(now: DateTime, minutes: number, zones: { from: string; to: string }): ZonedClock {
  const { year, month, day } = now.setZone(zones.from)
  const [hour, minute] = [Math.floor(minutes / 60) % 24, minutes % 60]
  const there = DateTime.fromObject({ year, month, day, hour, minute }, { zone: zones.from })
  const here = there.setZone(zones.to)
  const [from, to] = [there, here].map((time) => DateTime.utc(time.year, time.month, time.day).toMillis())
  return { clock: here.toFormat('HH:mm'), dayShift: Math.sign((to ?? 0) - (from ?? 0)) }
}

/** Returns by how many hours the clocks of a zone are ahead of those of another. */
export function hoursAhead(now: DateTime, zone: string, other: string): number {
  return Number(((now.setZone(zone).offset - now.setZone(other).offset) / 60).toFixed(2))
}

/** Formats an offset in minutes: `UTC+5:30`. */
export function formatOffset(minutes: number): string {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
  return `UTC${minutes < 0 ? '−' : '+'}${hours}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`
}
