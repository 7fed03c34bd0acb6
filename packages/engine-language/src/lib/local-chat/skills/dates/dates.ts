import type { Skill } from '../skill.ts'
import { answerClock } from './answer-clock.ts'
import { answerAge, answerDistance } from './answer-distance.ts'
import { answerHours } from './answer-hours.ts'
import { answerNow } from './answer-now.ts'
import { answerShifted } from './answer-shifted.ts'
import { answerWeekday } from './answer-weekday.ts'
import { answerZones } from './answer-zones.ts'
import { answerDaysInMonth, answerLeapYear } from './calendar-facts.ts'

/** Computes weekdays, date differences and offsets, ages, leap years, and the current date and time. */
export const dates: Skill = {
  name: 'dates',
  answer(context) {
    return (
      answerHours(context) ??
      answerZones(context) ??
      answerClock(context) ??
      answerNow(context) ??
      answerLeapYear(context) ??
      answerDaysInMonth(context) ??
      answerAge(context) ??
      answerDistance(context) ??
      answerShifted(context) ??
      answerWeekday(context)
    )
  },
}
