import { capitalize } from '../../words.ts'
import { isAccountedFor, wordPattern } from '../is-accounted-for.ts'
import { writeNumbers } from '../number-words.ts'
import type { SkillAnswer, SkillContext } from '../skill.ts'
import { type ClockTime, findClockTimes, formatClock, withoutRanges } from './clock-times.ts'
import { toDateAnswer } from './date-answer.ts'
import { nowIn } from './find-dates.ts'
import { type FoundPlace, findPlaces } from './find-places.ts'
import { convertClock, formatOffset, hoursAhead } from './zone-times.ts'

const vocabulary = /* @__PURE__ */ wordPattern(`
  time times zone zones timezone timezones standard daylight saving savings clock hour hours current currently right local locally
  difference different differ between compared compare versus vs behind ahead later earlier than apart exact exactly precise o'clock
  when while if it's then same date day today see may located lie lies use uses using would will look up report display check area
  being city convert be going any idea possibly like gap`)
const ownPlace =
  /\b(?:here|my (?:time ?zone|time|location|place|city)|our (?:time ?zone|time|location)|locally|local time|us both)\b/i
const asksForZone = /\btime ?zones?\b/i
const asksForTime =
  /\btime (?:is|would|will|was) it\b|\btime it is\b|\b(?:current|exact|local) (?:\w+ )?time\b(?! ?zone)|\btime (?:right )?now\b|\btime (?:in|for|of|at) (?:the )?\b|\bhour\b|\bclock\b/i

/** Answers questions about time zones: the time in a place, its zone, the difference of two, and a time in another. */
export function answerZones(context: SkillContext): SkillAnswer | undefined {
  const text = writeNumbers(context.text)
  if (text.length > 200) return undefined
  const places = findPlaces(text)
  if (places.length === 0 || places.length > 2) return undefined
  const times = findClockTimes(text)
  if (times.length === 0 && !/\btime|\bhours?\b|\bclock\b|\bdate\b|\bday\b|\bzone/i.test(text)) return undefined
  const rest = withoutRanges(text, [...places, ...times]).replace(/['’]s\b/g, ' ')
  if (!isAccountedFor(rest, { vocabulary })) return undefined
  const own = ownPlace.test(rest)
  const [first, second] = places as [FoundPlace, FoundPlace | undefined]
  const [time] = times
  if (time) return times.length === 1 ? answerConverted(context, text, { places, time, own }) : undefined
  if (/\bconvert\b/i.test(rest)) return undefined
  if (second) return answerDifference(context, rest, [first, second])
  if (own) return answerDifference(context, rest, [toOwn(context), first])
  if (/\bbetween\b|\bvs\b|\bcompared\b/i.test(rest)) return undefined
  return asksForZone.test(rest) && !asksForTime.test(text)
    ? answerZone(context, first)
    : answerTime(context, rest, first)
}

function toOwn({ extractor: { timeZone } }: SkillContext): FoundPlace {
  return { zone: timeZone, name: 'your time zone', start: 0, end: 0 }
}

function answerTime(context: SkillContext, rest: string, { zone, name }: FoundPlace): SkillAnswer | undefined {
  if (!/\btime|\bclock\b|\bhour\b|\bdate\b|\bday\b/i.test(rest) || /\bhow (?:many|long)\b|\bdifference\b/i.test(rest))
    return undefined
  const there = nowIn(context).setZone(zone)
  const brief = /\b(?:date|day)\b/i.test(rest) && !/\btime/i.test(rest) ? 'yyyy-MM-dd' : 'HH:mm'
  return toDateAnswer(
    `It is ${there.toFormat("HH:mm 'on' cccc, d MMMM yyyy")} in ${nameOf(name)}.`,
    there.toFormat(brief),
  )
}

function answerZone(context: SkillContext, { zone, name }: FoundPlace): SkillAnswer {
  const there = nowIn(context).setZone(zone)
  const standard = there.setLocale('en').offsetNameLong ?? zone
  return toDateAnswer(
    `The time zone of ${nameOf(name)} is ${zone}: ${standard} (${formatOffset(there.offset)}) today.`,
    zone,
  )
}

function answerDifference(
  context: SkillContext,
  rest: string,
  [first, second]: readonly [FoundPlace, FoundPlace],
): SkillAnswer | undefined {
  if (!/\bdiffer|\bhours?\b|\bbetween\b|\bahead\b|\bbehind\b|\blater\b|\bearlier\b|\bapart\b|\bgap\b/i.test(rest))
    return undefined
  const shift = hoursAhead(nowIn(context), second.zone, first.zone)
  const hours = Math.abs(shift)
  const [ahead, behind] = shift > 0 ? [second, first] : [first, second]
  const shown = `${hours} ${hours === 1 ? 'hour' : 'hours'}`
  const text =
    shift === 0
      ? `${capitalize(nameOf(first.name))} and ${nameOf(second.name)} have the same time today.`
      : `${capitalize(nameOf(ahead.name))} is ${shown} ahead of ${nameOf(behind.name)} today.`
  return toDateAnswer(text, shift === 0 ? 'none' : shown, hours)
}

interface Conversion {
  readonly places: readonly FoundPlace[]
  readonly time: ClockTime
  /** Whether the question names the place of the user. */
  readonly own: boolean
}

/** The place beside the time is the one whose time it is; the other one is asked about. */
function answerConverted(
  context: SkillContext,
  text: string,
  { places, time, own }: Conversion,
): SkillAnswer | undefined {
  const beside = places.filter((place) => isBeside(text, place, time))
  const others = places.filter((place) => !beside.includes(place))
  const [from, to] =
    places.length === 2
      ? [beside[0], others[0]]
      : own
        ? [beside[0] ?? toOwn(context), others[0] ?? toOwn(context)]
        : [undefined, undefined]
  if (!from || !to || beside.length > 1) return undefined
  const { clock, dayShift } = convertClock(nowIn(context), time.minutes, { from: from.zone, to: to.zone })
  const day = dayShift === 0 ? '' : dayShift > 0 ? ' on the next day' : ' on the day before'
  const condition = `When it is ${formatClock(time.minutes)} in ${nameOf(from.name)}`
  return toDateAnswer(`${condition}, it is ${clock}${day} in ${nameOf(to.name)}.`, clock)
}

function isBeside(text: string, place: FoundPlace, time: ClockTime): boolean {
  return place.start >= time.end
    ? /^ ?(?:o['’]?clock )?(?:in |at |on |for )?(?:the )?$/i.test(text.slice(time.end, place.start))
    : /^(?:['’]s)? ?(?:(?:standard |daylight )?time(?: zone)?)? ?(?:is|it['’]?s|at|as)? ?(?:at )?$/i.test(
        text.slice(place.end, time.start),
      )
}

function nameOf(name: string): string {
  const bare = name.replace(/['’]s$/, '')
  if (/^(?:eastern|central|mountain|pacific)$/i.test(bare))
    return `the ${bare.charAt(0).toUpperCase()}${bare.slice(1).toLowerCase()} time zone`
  if (/^(?:[ecmp][sd]t|bst|ces?t|gmt|utc|msk|uk|uae|nyc|la)$/i.test(bare)) return bare.toUpperCase()
  return bare === 'your time zone' ? bare : bare.replace(/(?<![\p{L}'’])\p{Ll}/gu, (letter) => letter.toUpperCase())
}
