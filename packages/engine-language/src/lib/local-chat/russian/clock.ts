import { formatClock, withoutRanges } from '../skills/dates/clock-times.ts'
import { toDateAnswer } from '../skills/dates/date-answer.ts'
import { nowIn } from '../skills/dates/find-dates.ts'
import { hasOnlyWords, wordPattern } from '../skills/is-accounted-for.ts'
import type { Skill, SkillAnswer, SkillContext } from '../skills/skill.ts'
import { toRussianQuestion } from './question.ts'
import { findRussianTimes } from './times.ts'

const duration =
  /(?<![\p{L}\d.:])(?:(\d+(?:\.\d+)?) )?(час(?:а|ов)?|минут[уы]?)(?!\p{L})(?: (?:и )?(\d+) минут[уы]?(?!\p{L}))?/giu
const vocabulary = /* @__PURE__ */ wordPattern(`
  сколько времени время который какое час часов минут будет было был за через назад тому после до спустя между и с со от по прошло
  пройдет проходит сейчас на часах скажи* если то в к разница`)

/** Answers with the time at a distance from another, and the distance of two times, in Russian. */
export const russianClock: Skill = {
  name: 'clock',
  answer(context) {
    const text = toRussianQuestion(context.text).replace(/(?<!\d)24:(?=\d\d)/g, '0:')
    if (text.length > 160) return undefined
    const times = findRussianTimes(text)
    const blank = withoutRanges(text, times)
    // "Который час" and "сколько минут" name units without an amount; "через час" has one.
    const spans = [...blank.matchAll(duration)].filter(
      ({ 0: found, 1: count, index }) =>
        count !== undefined ||
        /(?<!\p{L})(?:через|спустя) $/iu.test(blank.slice(0, index)) ||
        /^ (?:назад|спустя|тому назад)/iu.test(blank.slice(index + found.length)),
    )
    const rest = spans.reduce((left, [found]) => left.replace(found, ' '), blank)
    if (!hasOnlyWords(rest, vocabulary)) return undefined
    const [first, second] = times.map(({ time }) => toMinutes(time))
    if (first !== undefined && second !== undefined && times.length === 2 && spans.length === 0)
      return answerBetween(rest, first, second)
    const [span] = spans
    if (!span || spans.length > 1 || times.length > 1 || !/сколько|который|какое/iu.test(rest)) return undefined
    return answerFrom(context, rest, { start: first, span: toSpan(span) })
  },
}

function toMinutes(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  return hour * 60 + minute
}

function toSpan([, count, unit = '', more = '0']: RegExpMatchArray): number {
  const figure = Number(count ?? 1)
  return (/^час/iu.test(unit) ? figure * 60 : figure) + Number(more)
}

function answerBetween(rest: string, start: number, end: number): SkillAnswer | undefined {
  const unit = /сколько (минут|часов|времени)/iu.exec(rest)?.[1]?.toLowerCase()
  if (!unit || !/(?<!\p{L})(?:между|от|с|со|до|по)(?!\p{L})/iu.test(rest)) return undefined
  const minutes = end >= start ? end - start : end + 1_440 - start
  const isMinutes = unit === 'минут'
  const count = isMinutes ? minutes : Number((minutes / 60).toFixed(4))
  const next = end < start ? ' следующего дня' : ''
  const shown = `От ${formatClock(start)} до ${formatClock(end)}${next} ${isMinutes ? 'минут' : 'часов'}: ${count}.`
  return toDateAnswer(shown, String(count), count)
}

function answerFrom(
  context: SkillContext,
  rest: string,
  { start, span }: { readonly start: number | undefined; readonly span: number },
): SkillAnswer | undefined {
  const isBack = /(?<!\p{L})(?:назад|до)(?!\p{L})/iu.test(rest)
  const isForward = /(?<!\p{L})(?:через|после|спустя)(?!\p{L})/iu.test(rest)
  if (isBack === isForward) return undefined
  const now = nowIn(context)
  const from = start ?? now.hour * 60 + now.minute
  const shown = formatClock(isBack ? from - span : from + span)
  return toDateAnswer(`${isBack ? 'Было' : 'Будет'} ${shown}.`, shown)
}
