import { type DateTime, Interval } from 'luxon'
import { nowIn } from '../skills/dates/find-dates.ts'
import type { Skill, SkillAnswer, SkillContext } from '../skills/skill.ts'
import { findRussianDates, formatRussianDate } from './dates.ts'
import { toRussianQuestion } from './question.ts'

type Answer = (context: { readonly now: DateTime; readonly dates: readonly DateTime[] }) => SkillAnswer | undefined

/** Questions about dates, each named by D, and their answers. */
const questions: readonly (readonly [RegExp, Answer])[] = [
  [
    /^(?:который (?:сейчас )?час|сколько (?:сейчас )?времени|какое сейчас время)$/,
    ({ now }) => toAnswer(`Сейчас ${now.toFormat('HH:mm')} (${now.zoneName}).`, now.toFormat('HH:mm')),
  ],
  [/^какой (?:сейчас|сегодня|идет) год$/, ({ now }) => toAnswer(`Сейчас ${now.year} год.`, String(now.year), now.year)],
  [
    /^какой (?:сейчас|идет) месяц$/,
    ({ now }) => toAnswer(`Сейчас ${now.setLocale('ru').toFormat('LLLL yyyy')}.`, now.setLocale('ru').toFormat('LLLL')),
  ],
  [/^(?:какой )?(?:сегодня|сейчас) (?:какой )?день(?: недели)?$/, ({ now }) => toWeekday(now)],
  [/^(?:какой )?D (?:какой )?(?:это )?день(?: недели)?$/, ({ dates: [date] }) => date && toWeekday(date)],
  [
    /^(?:какой|на какой)(?: это)? день(?: недели)?(?: будет| был| приходится| выпадает)?(?: это)?:? D(?: будет| был)?$/,
    ({ dates: [date] }) => date && toWeekday(date),
  ],
  [
    /^(?:какое|какого|какая) (?:сегодня |будет |было |была )?(?:число|числа|дата)(?: сегодня)?$/,
    ({ now }) => toAnswer(`Сегодня ${formatRussianDate(now)}.`, now.toFormat('yyyy-MM-dd')),
  ],
  [
    /^(?:какое|какого|какая) (?:будет |было |была )?(?:число|числа|дата)(?: это)?(?: будет| было| была)?:? D(?: будет| было)?$/,
    ({ dates: [date] }) => date && toDate(date),
  ],
  [
    /^(?:какое|какого|какая) D (?:будет |было |была )?(?:число|числа|дата)$/,
    ({ dates: [date] }) => date && toDate(date),
  ],
  [/^когда (?:будет |был |была )?D$/, ({ dates: [date] }) => date && toDate(date)],
  [
    /^сколько (?:осталось )?дней(?: осталось| остается)? до D$/,
    ({ now, dates: [date] }) => date && toDistance(now.startOf('day'), date),
  ],
  [/^сколько дней(?: прошло)? со? D$/, ({ now, dates: [date] }) => date && toDistance(date, now.startOf('day'))],
  [
    /^сколько дней(?: прошло| пройдет)? (?:между D и D|со? D (?:до|по) D|от D до D)$/,
    ({ dates: [first, second] }) => first && second && toDistance(first, second),
  ],
]

/** Answers questions about today, weekdays, dates and the days between them. */
export const russianCalendar: Skill = {
  name: 'calendar',
  answer(context) {
    const question = toRussianQuestion(context.text).toLowerCase()
    const now = nowIn(context)
    return answerWith(question, now, []) ?? answerDates(question, context) ?? answerHours(question)
  },
}

function answerDates(question: string, context: SkillContext): SkillAnswer | undefined {
  const now = nowIn(context)
  const dates = findRussianDates(question, now)
  if (dates.length === 0) return undefined
  const pattern = dates.reduceRight(
    (text, { start, text: found }) => `${text.slice(0, start)}D${text.slice(start + found.length)}`,
    question,
  )
  return answerWith(
    pattern.replaceAll(/(?<!\p{L})(?:в|во|на|за|к) D/gu, 'D'),
    now,
    dates.map(({ date }) => date),
  )
}

/** The pattern must be the whole question: words around it may be conditions. */
function answerWith(question: string, now: DateTime, dates: readonly DateTime[]): SkillAnswer | undefined {
  const found = questions.find(([pattern]) => pattern.test(question))
  return found?.[1]({ now, dates })
}

const hours =
  /^сколько часов (?:работает|открыт[ао]?) .+? с (\d{1,2})(?::(\d\d))?(?: утра| часов)? до (\d{1,2})(?::(\d\d))?(?: часов)?$/

function answerHours(question: string): SkillAnswer | undefined {
  const [, from, fromMinutes = '0', to, toMinutes = '0'] = hours.exec(question) ?? []
  if (from === undefined || to === undefined) return undefined
  const count = Number(to) + Number(toMinutes) / 60 - Number(from) - Number(fromMinutes) / 60
  return count > 0 && Number(to) <= 24 ? toAnswer(`Часов: ${count}.`, String(count), count) : undefined
}

function toWeekday(date: DateTime): SkillAnswer {
  const weekday = date.setLocale('ru').toFormat('cccc')
  return toAnswer(`${date.setLocale('ru').toFormat("d MMMM yyyy 'года'")}: ${weekday}.`, weekday)
}

function toDate(date: DateTime): SkillAnswer {
  return toAnswer(`Это ${formatRussianDate(date)}.`, date.toFormat('yyyy-MM-dd'))
}

function toDistance(first: DateTime, second: DateTime): SkillAnswer {
  const [start, end] = first < second ? [first, second] : [second, first]
  const days = Math.round(Interval.fromDateTimes(start, end).length('days'))
  const [from, to] = [start, end].map((date) => date.setLocale('ru').toFormat('d MMMM yyyy'))
  return toAnswer(`От ${from} до ${to} дней: ${days}.`, String(days), days)
}

function toAnswer(text: string, brief: string, value: unknown = brief): SkillAnswer {
  return { text, brief, value, score: 0.93, how: text }
}
