import type { DateTime } from 'luxon'

/**
 * Returns a weekday of a month.
 *
 * @param month - First day of the month.
 * @param weekday - 1 for Monday to 7 for Sunday.
 * @param count - 1 for the first one; 0 for the last one.
 */
export function nthWeekday(month: DateTime, weekday: number, count: number): DateTime {
  const first = month.plus({ days: (weekday - month.weekday + 7) % 7 })
  if (count > 0) return first.plus({ weeks: count - 1 })
  const fifth = first.plus({ weeks: 4 })
  return fifth.month === first.month ? fifth : first.plus({ weeks: 3 })
}

/** Returns month and day of the Western Easter Sunday, by the algorithm of Meeus, Jones and Butcher. */
export function easterOf(year: number): { readonly month: number; readonly day: number } {
  const [golden, century, rest] = [year % 19, Math.floor(year / 100), year % 100]
  const correction = Math.floor(century / 4) + Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3)
  const epact = (19 * golden + century - correction + 15) % 30
  const days = (32 + 2 * (century % 4) + 2 * Math.floor(rest / 4) - epact - (rest % 4)) % 7
  const shift = Math.floor((golden + 11 * epact + 22 * days) / 451)
  const at = epact + days - 7 * shift + 114
  return { month: Math.floor(at / 31), day: (at % 31) + 1 }
}
