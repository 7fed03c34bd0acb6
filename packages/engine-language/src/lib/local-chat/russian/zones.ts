import { withoutRanges } from '../skills/dates/clock-times.ts'
import { toDateAnswer } from '../skills/dates/date-answer.ts'
import { nowIn } from '../skills/dates/find-dates.ts'
import { type FoundPlace, findPlaces } from '../skills/dates/find-places.ts'
import { convertClock, formatOffset, hoursAhead } from '../skills/dates/zone-times.ts'
import { hasOnlyWords, wordPattern } from '../skills/is-accounted-for.ts'
import type { Skill, SkillAnswer, SkillContext } from '../skills/skill.ts'
import { capitalize } from '../words.ts'
import { toRussianQuestion } from './question.ts'
import { findRussianTimes, type RussianTime } from './times.ts'

const vocabulary = /* @__PURE__ */ wordPattern(`
  в во на с со по из к у и а или между от до для который которая какой какая какое каком каков какова каково каковы сколько насколько
  час часа часов часы часу часах часовой часового часовом часовые часовых часовая пояс пояса поясе поясу поясом поясов поясах время
  времени временем временная времен* разниц* отлича* состав* сейчас сегодня теперь местн* точн* находится относится лежит город* это эта
  если когда то тогда будет было есть скажи* сказать подскажи* покажи* сообщи* узнать знать знаешь хочу нужно мне можешь можете нами нас
  здесь тут меня мной мое моим моего наше нашим стандартн* летн* зимн* дата число день же ли сша раньше позже больше меньше чем
  опережает отстает`)

const ownPlace = /(?<!\p{L})(?:нами|нас|здесь|тут|меня|мной|мо(?:е|им|его)|наш\p{L}*)(?!\p{L})/iu

/** Answers questions about time zones in Russian: the time in a place, its zone, the difference of two, a time in another. */
export const russianZones: Skill = {
  name: 'zones',
  answer(context) {
    const text = toRussianQuestion(context.text)
    if (text.length > 200 || !/врем|час|пояс/iu.test(text)) return undefined
    const places = findPlaces(text).map((place) => withPreposition(text, place))
    const [first, second] = places
    if (!first || places.length > 2) return undefined
    const times = findRussianTimes(text)
    const rest = withoutRanges(text, [...places, ...times])
    if (!hasOnlyWords(rest, vocabulary)) return undefined
    const [time, more] = times
    if (time) return second && !more ? answerConverted(context, text, { places: [first, second], time }) : undefined
    if (second) return answerDifference(context, rest, [first, second])
    if (ownPlace.test(rest)) return answerDifference(context, rest, [toOwn(context), first])
    if (/(?<!\p{L})(?:между|разниц)/iu.test(rest)) return undefined
    return /пояс/iu.test(rest) && !/сколько времени|который час|время (?:сейчас )?в/iu.test(rest)
      ? answerZone(context, first)
      : answerTime(context, rest, first)
  },
}

/** "В Нью-Йорке" stays as the question has it, since names are inflected. */
function withPreposition(text: string, place: FoundPlace): FoundPlace {
  const [preposition = ''] = /(?<!\p{L})(?:во?|на|у) $/iu.exec(text.slice(0, place.start)) ?? []
  return { ...place, name: `${preposition}${place.name}`, start: place.start - preposition.length }
}

function toOwn({ extractor: { timeZone } }: SkillContext): FoundPlace {
  return { zone: timeZone, name: 'ваш часовой пояс', start: 0, end: 0 }
}

function answerTime(context: SkillContext, rest: string, { zone, name }: FoundPlace): SkillAnswer | undefined {
  if (/сколько часов|разниц/iu.test(rest)) return undefined
  const there = nowIn(context).setZone(zone)
  const shown = there.setLocale('ru').toFormat("HH:mm, cccc, d MMMM yyyy 'года'")
  return toAnswer(`${name}: ${shown}.`, there.toFormat('HH:mm'))
}

function answerZone(context: SkillContext, { zone, name }: FoundPlace): SkillAnswer {
  const there = nowIn(context).setZone(zone)
  return toAnswer(`${name}: часовой пояс ${zone}, сегодня ${formatOffset(there.offset)}.`, zone)
}

function answerDifference(
  context: SkillContext,
  rest: string,
  [first, second]: readonly [FoundPlace, FoundPlace],
): SkillAnswer | undefined {
  if (!/разниц|отлича|между|сколько часов|сша|раньше|позже|больше|меньше/iu.test(rest)) return undefined
  const shift = hoursAhead(nowIn(context), second.zone, first.zone)
  if (shift === 0) return toAnswer('Разницы во времени сегодня нет.', '0', 0)
  const [hours, ahead] = [Math.abs(shift), shift > 0 ? second : first]
  const shown = `Разница во времени сегодня в часах: ${hours}. Больше показывают часы здесь: ${ahead.name}.`
  return toAnswer(shown, String(hours), hours)
}

interface Conversion {
  readonly places: readonly [FoundPlace, FoundPlace]
  readonly time: RussianTime
}

/** The place beside the time is the one whose time it is; the other one is asked about. */
function answerConverted(context: SkillContext, text: string, { places, time }: Conversion): SkillAnswer | undefined {
  const beside = places.filter(({ start, end }) =>
    start >= time.end
      ? /^ (?:по )?$/iu.test(text.slice(time.end, start))
      : /^ (?:сейчас |было |будет )?(?:в )?$/iu.test(text.slice(end, time.start)),
  )
  const [from] = beside
  const to = places.find((place) => place !== from)
  if (!from || !to || beside.length > 1) return undefined
  const [hour = 0, minute = 0] = time.time.split(':').map(Number)
  const zones = { from: from.zone, to: to.zone }
  const { clock, dayShift } = convertClock(nowIn(context), hour * 60 + minute, zones)
  const day = dayShift === 0 ? '' : dayShift > 0 ? ' следующего дня' : ' предыдущего дня'
  return toAnswer(`${to.name}: ${clock}${day}.`, clock)
}

function toAnswer(text: string, brief: string, value: unknown = brief): SkillAnswer {
  return toDateAnswer(capitalize(text), brief, value)
}
