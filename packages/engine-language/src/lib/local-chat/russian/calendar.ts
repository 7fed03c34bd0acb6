import { DateTime, Interval } from 'luxon'
import { toDateAnswer } from '../skills/dates/date-answer.ts'
import { nowIn } from '../skills/dates/find-dates.ts'
import { hasOnlyWords, wordPattern } from '../skills/is-accounted-for.ts'
import type { Skill, SkillAnswer, SkillContext } from '../skills/skill.ts'
import { answerDaysInMonth, answerLeapYear } from './calendar-facts.ts'
import { findRussianDates, formatRussianDate, type RussianDate } from './dates.ts'
import { toRussianQuestion } from './question.ts'
import { findSpecialDay } from './special-days.ts'

const vocabulary = /* @__PURE__ */ wordPattern(`
  как какой какая какое какие какого какую каких каков какова каково который которая сколько когда что на в во за к ко до с со по от
  между и а же ли ну это этот этого этом будет будут был была было были есть идет приходится выпадает наступает наступит называется
  сейчас сегодня сегодняшн* текущ* день дня дней дни днем неделя недели неделю неделе недель месяц месяца месяцев месяце год года году
  лет час часов время времени дата дату даты дате число числа календар* точн* нынче нынешн* остал* остается прошло пройдет скажи*
  сказать подскажи* назови* сообщи* покажи* узнать знать знаешь хочу нужно нужна надо мне можешь можете напомни* интересно полн* э ээ`)

/** Answers questions about today, weekdays, dates and the days between them. */
export const russianCalendar: Skill = {
  name: 'calendar',
  answer(context) {
    const question = toRussianQuestion(context.text).toLowerCase()
    if (question.length > 200) return undefined
    return (
      answerHours(question) ??
      answerLeapYear(question) ??
      answerDaysInMonth(question, nowIn(context)) ??
      answerDates(question, context)
    )
  },
}

/** The words around the dates must be those of a question about them: another may be a condition. */
function answerDates(question: string, context: SkillContext): SkillAnswer | undefined {
  const now = nowIn(context)
  const dates = findDays(question, now)
  if (!hasOnlyWords(withoutDays(question, dates), vocabulary)) return undefined
  const days = dates.map(({ date }) => date)
  if (/сколько (?:[а-я]+ )?(?:дней|недель|месяцев|лет)/u.test(question)) return answerDistance(question, days, now)
  if (/сколько (?!(?:сейчас )?времени)/u.test(question) || days.length > 1) return undefined
  if (!asking.test(context.text) && !/^(?:сегодняшняя |текущая )?(?:дата|время)/u.test(question)) return undefined
  return answerTime(question, now, days) ?? answerDay(question, days[0], now)
}

function findDays(question: string, now: DateTime): RussianDate[] {
  const special = findSpecialDay(question, now)
  if (!special) return findRussianDates(question, now)
  const { start, text } = special
  const rest = `${question.slice(0, start)}${' '.repeat(text.length)}${question.slice(start + text.length)}`
  return [...findRussianDates(rest, now), special].toSorted((a, b) => a.start - b.start)
}

function withoutDays(question: string, dates: readonly RussianDate[]): string {
  return dates.reduceRight(
    (left, { start, text }) => `${left.slice(0, start)} ${left.slice(start + text.length)}`,
    question,
  )
}

const asking =
  /(?<!\p{L})(?:как(?:ой|ая|ое|ие|ого|ую|ов|ова)?|который|сколько|когда|что|скажи\p{L}*|подскажи\p{L}*|назови\p{L}*|покажи\p{L}*|сообщи\p{L}*|напомни\p{L}*|узнать|знать)(?!\p{L})/iu

const asksForDate = /день|дня(?!\p{L})|дат|числ|недели|календар|месяц.*год/u

function answerTime(question: string, now: DateTime, days: readonly DateTime[]): SkillAnswer | undefined {
  if (!/врем|который (?:[а-я]+ )*час/u.test(question) || (days.length > 0 && !/сегодня/u.test(question)))
    return undefined
  const time = now.toFormat('HH:mm')
  const shown = asksForDate.test(question) ? `${time}, ${formatRussianDate(now)}` : `${time} (${now.zoneName})`
  return toDateAnswer(`Сейчас ${shown}.`, time)
}

function answerDay(question: string, day: DateTime | undefined, now: DateTime): SkillAnswer | undefined {
  const asksDate = asksForDate.test(question)
  if (/врем|(?<!\p{L})час/u.test(question)) return undefined
  if (!day && !asksDate && /год/u.test(question))
    return toDateAnswer(`Сейчас ${now.year} год.`, String(now.year), now.year)
  if (!day && !asksDate && /месяц/u.test(question)) {
    const local = now.setLocale('ru')
    return toDateAnswer(`Сейчас ${local.toFormat('LLLL yyyy')}.`, local.toFormat('LLLL'))
  }
  if (!asksDate && !(day && /когда|что/u.test(question))) return undefined
  const date = day ?? now
  const asksWeekday = /день|недели/u.test(question) && !/числ|дат/u.test(question)
  return toDateAnswer(
    `${date.hasSame(now, 'day') ? 'Сегодня' : 'Это'} ${formatRussianDate(date)}.`,
    asksWeekday ? date.setLocale('ru').toFormat('cccc') : date.toFormat('yyyy-MM-dd'),
  )
}

function answerDistance(question: string, days: readonly DateTime[], now: DateTime): SkillAnswer | undefined {
  const today = now.startOf('day')
  const [first, second, more] = days
  if (!first || more) return undefined
  const unit = /сколько (?:[а-я]+ )?(дней|недель|месяцев|лет)/u.exec(question)?.[1] ?? 'дней'
  const isYearOpen = !/\d{4}/.test(question)
  // Of two days without a year, the first is the last one before the second; "до" is the next one, "с" the last one.
  if (second) return toDistance(first > second && isYearOpen ? first.minus({ years: 1 }) : first, second, unit)
  if (/(?<!\p{L})до(?!\p{L})/u.test(question))
    return toDistance(today, first < today && isYearOpen ? first.plus({ years: 1 }) : first, unit)
  if (!/(?<!\p{L})со?(?!\p{L})|прошло/u.test(question)) return undefined
  return toDistance(first > today && isYearOpen ? first.minus({ years: 1 }) : first, today, unit)
}

const hours =
  /^сколько часов (?:работает|открыт[ао]?) .+? с (\d{1,2})(?::(\d\d))?(?: утра| часов)? до (\d{1,2})(?::(\d\d))?(?: часов)?$/

function answerHours(question: string): SkillAnswer | undefined {
  const [, from, fromMinutes = '0', to, toMinutes = '0'] = hours.exec(question) ?? []
  if (from === undefined || to === undefined) return undefined
  const count = Number(to) + Number(toMinutes) / 60 - Number(from) - Number(fromMinutes) / 60
  return count > 0 && Number(to) <= 24 ? toDateAnswer(`Часов: ${count}.`, String(count), count) : undefined
}

function toDistance(first: DateTime, second: DateTime, unit: string): SkillAnswer {
  const [start, end] = [first, second]
    .map(({ year, month, day }) => DateTime.utc(year, month, day))
    .toSorted((a, b) => a.toMillis() - b.toMillis()) as [DateTime<true>, DateTime<true>]
  const days = Math.round(Interval.fromDateTimes(start, end).length('days'))
  const key = unit === 'недель' ? 'weeks' : unit === 'месяцев' ? 'months' : 'years'
  const count = unit === 'дней' ? days : Math.floor(end.diff(start, key).get(key) * 10) / 10
  const [from, to] = [start, end].map((date) => date.setLocale('ru').toFormat('d MMMM yyyy'))
  const detail = unit === 'дней' ? '' : ` (дней: ${days})`
  return toDateAnswer(`От ${from} до ${to} ${unit}: ${count}${detail}.`, String(count), count)
}
