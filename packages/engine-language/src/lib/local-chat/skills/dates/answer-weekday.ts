import { areFiguresUsed } from '../is-accounted-for.ts'
import { writeNumbers } from '../number-words.ts'
import type { SkillAnswer, SkillContext } from '../skill.ts'
import { toDateAnswer } from './date-answer.ts'
import { type FoundDate, findDates, nowIn } from './find-dates.ts'
import { easterOf, nthWeekday } from './movable-days.ts'

/** Words that change which day is meant, unless they are part of the date that was found. */
const alters =
  /\d|\b(?:first|second|third|last|next|previous|before|after|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|weeks?|months?|years?|quarter|business|working|thanksgiving|ramadan|lent|mother|father|birthday|birthday's|anniversary)\b/i

/** Answers with the weekday of a date, or the date of a weekday. */
export function answerWeekday(context: SkillContext): SkillAnswer | undefined {
  const text = writeNumbers(context.text)
  const asksWeekday = /\b(?:what|which) (?:day|weekday)\b|\bday of the week\b|\bweekday\b|\bwhat is the day\b/i.test(
    text,
  )
  const asksDate =
    /\b(?:what|which)(?:['’]?s| is| was| will be| will)? (?:the |full )*date\b|\bwhen (?:is|will|was)\b|\b(?:on|tell me|give me|know|calculate|find) (?:what |the |which )*date\b|\bdates?\b.*\bwill\b|\bdoes\b.*\bfall\b|\bfalls? on\b|\blands? on\b/i.test(
      text,
    )
  if (!asksWeekday && !asksDate) return undefined
  const date = findDay(context, text)
  if (!date) return undefined
  const rest = text
    .replace(date.text, ' ')
    .replace(
      /\bday of the (?:week|month)\b|\b(?:of|in) (?:this|the|the current) (?:month|year)\b|\bthis (?:month|year|week)\b|\bweekday\b/gi,
      ' ',
    )
  if (alters.test(rest) || !areFiguresUsed(rest, [])) return undefined
  const verb = date.date < nowIn(context).startOf('day') ? 'was' : 'is'
  return toDateAnswer(
    `${date.date.toFormat('d MMMM yyyy')} ${verb} a ${date.date.toFormat('cccc')}.`,
    asksWeekday ? date.date.toFormat('cccc') : date.date.toFormat('yyyy-MM-dd'),
  )
}

function findDay(context: SkillContext, text: string): FoundDate | undefined {
  const special = findNthWeekday(context, text) ?? findEaster(context, text) ?? findDayOfMonth(context, text)
  if (special) return special
  const found = findDates(context, text)
  return found.length === 1 ? found[0] : undefined
}

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const months = 'january|february|march|april|may|june|july|august|september|october|november|december'
const nth = new RegExp(
  String.raw`\b(?:the )?(1st|first|second|2nd|3rd|4th|last) (${weekdays.join('|')}) (?:of|in) (?:(?:the |this )?month(?: of)?|(next|last) month|(?:the month of )?(${months})(?:,? (?:of )?(\d{4}|this year))?)(?!\w)`,
  'i',
)

/** Finds "the third Friday of this month" and "the last Monday in May 2027". */
function findNthWeekday(context: SkillContext, text: string): FoundDate | undefined {
  const found = nth.exec(text)
  if (!found) return undefined
  const [phrase, which = '', day = '', beside, month, year] = found
  const now = nowIn(context)
  const moved = now.startOf('month').plus({ months: beside ? (/next/i.test(beside) ? 1 : -1) : 0 })
  const start = month
    ? moved.set({ month: months.split('|').indexOf(month.toLowerCase()) + 1, year: Number(year) || now.year })
    : moved
  const count = /last/i.test(which)
    ? 0
    : /second/i.test(which)
      ? 2
      : /first/i.test(which)
        ? 1
        : Number.parseInt(which, 10)
  return { date: nthWeekday(start, weekdays.indexOf(day.toLowerCase()) + 1, count), text: phrase }
}

/** Finds the Western Easter Sunday. The Orthodox one is on another day. */
function findEaster(context: SkillContext, text: string): FoundDate | undefined {
  const found = /\beaster(?: sunday)?(?: (?:of |in )?(\d{4}|this year|next year))?(?! monday)\b/i.exec(text)
  if (!found || /orthodox/i.test(text)) return undefined
  const [phrase, said = ''] = found
  const now = nowIn(context)
  const year = Number(said) || now.year + (/next/i.test(said) ? 1 : 0)
  return { date: now.startOf('day').set({ year, ...easterOf(year) }), text: phrase }
}

/** Finds "the 22nd", a day of this month. */
function findDayOfMonth(context: SkillContext, text: string): FoundDate | undefined {
  const found =
    /\b(?:the|on|is) (\d{1,2})(?:(?:st|nd|rd|th)(?: of (?:this|the) month)?| of this month)(?=\s*(?:$|[?.,!]|(?:is|on|falls?|lands?|comes?|this|be|in)\b))/i.exec(
      text,
    )
  if (!found || new RegExp(String.raw`\b(?:${months})\b`, 'i').test(text)) return undefined
  const date = nowIn(context)
    .startOf('month')
    .set({ day: Number(found[1]) })
  return date.day === Number(found[1]) ? { date, text: found[0] } : undefined
}
