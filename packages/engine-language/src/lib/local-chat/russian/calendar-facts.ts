import { DateTime } from 'luxon'
import { toDateAnswer } from '../skills/dates/date-answer.ts'
import type { SkillAnswer } from '../skills/skill.ts'
import { monthOf, monthPattern } from './dates.ts'

const leapYear =
  /^(?:(?:это|будет|был|является) )?(?:ли )?(\d{4})(?:-?й)? (?:год )?(?:(?:это|был|будет|является) )?(?:ли )?високосны[йм](?: годом| год)?(?: ли)?$|^високосный ли (?:(?:был|будет) )?(\d{4})(?:-?й)?(?: год)?$/u

/** Answers whether a year is a leap year. */
export function answerLeapYear(question: string): SkillAnswer | undefined {
  const [, before, after] = leapYear.exec(question) ?? []
  const year = Number(before ?? after)
  if (!year) return undefined
  const isLeap = DateTime.utc(year).isInLeapYear
  return toDateAnswer(
    `${isLeap ? 'Да' : 'Нет'}, ${year} год ${isLeap ? '' : 'не '}високосный.`,
    isLeap ? 'да' : 'нет',
    isLeap,
  )
}

const daysInMonth = new RegExp(
  String.raw`^сколько (?:(?:всего|будет|было) )?дней (?:(?:будет|было) )?в (?:месяце )?${monthPattern}(?: (?:этого года|(\d{4})(?: года?)?))?$`,
  'u',
)

/** Answers with the length of a month, of this year unless another is named. */
export function answerDaysInMonth(question: string, now: DateTime): SkillAnswer | undefined {
  const [, name, year] = daysInMonth.exec(question) ?? []
  const month = monthOf(name)
  if (month === 0) return undefined
  const start = now.startOf('month').set({ month, year: Number(year) || now.year })
  const { daysInMonth: count } = start
  return toDateAnswer(`${start.setLocale('ru').toFormat('LLLL yyyy')}: дней ${count}.`, String(count), count)
}
