import type { DateTime } from 'luxon'
import { nthWeekday } from '../skills/dates/movable-days.ts'
import { monthOf, monthPattern, type RussianDate, weekdayOf, weekdayPattern } from './dates.ts'

const nth = new RegExp(
  String.raw`(?<!\p{L})(перв|втор|трет|четверт|последн)\p{L}* ${weekdayPattern} (?:(?:в )?(эт|текущ|следующ|прошл)\p{L}+ месяц\p{L}*|(?:в )?${monthPattern}(?: (\d{4})(?: года?)?| этого года)?)(?!\p{L})`,
  'iu',
)

/** Finds "третий понедельник этого месяца" and "последняя пятница мая 2027 года". */
function findNthWeekday(question: string, now: DateTime): RussianDate | undefined {
  const found = nth.exec(question)
  if (!found) return undefined
  const [text, which = '', day = '', beside, month, year] = found
  const months = { следующ: 1, прошл: -1 }[beside ?? ''] ?? 0
  const moved = now.startOf('month').plus({ months })
  const start = month ? moved.set({ month: monthOf(month), year: Number(year) || now.year }) : moved
  const count = ['последн', 'перв', 'втор', 'трет', 'четверт'].indexOf(which)
  return { date: nthWeekday(start, weekdayOf(day), count), text, start: found.index }
}

/** Holidays on the same day each year. Christmas is that of Russia unless it is called Catholic. */
const holidays: readonly (readonly [RegExp, number, number])[] = [
  [/(?<!\p{L})католическ\p{L}+ рождеств\p{L}+(?: этого года| в этом году)?/iu, 12, 25],
  [/(?<!\p{L})рождеств\p{L}+(?: христов\p{L}+)?(?: этого года| в этом году)?/iu, 1, 7],
  [/(?<!\p{L})нов\p{L}+ год(?:а|у|ом)?(?!\p{L})/iu, 1, 1],
  [/(?<!\p{L})д(?:ень|ня) победы(?: этого года| в этом году)?/iu, 5, 9],
  [/(?<!\p{L})д(?:ень|ня) россии(?: этого года| в этом году)?/iu, 6, 12],
  [/(?<!\p{L})(?:международн\p{L}+ )?женск\p{L}+ д(?:ень|ня)/iu, 3, 8],
]

function findHoliday(question: string, now: DateTime): RussianDate | undefined {
  for (const [pattern, month, day] of holidays) {
    const found = pattern.exec(question)
    if (!found) continue
    const date = now.startOf('day').set({ month, day })
    const isOfYear = /эт(?:ого|ом) год/u.test(question)
    return {
      date: date < now.startOf('day') && !isOfYear ? date.plus({ years: 1 }) : date,
      text: found[0],
      start: found.index,
    }
  }
  return undefined
}

/** Finds a holiday, or a weekday by its place in a month. */
export function findSpecialDay(question: string, now: DateTime): RussianDate | undefined {
  return findNthWeekday(question, now) ?? findHoliday(question, now)
}
