/** Time of day that a text names. */
export interface TimeOfDay {
  readonly hour: number
  readonly minute: number
  readonly start: number
  readonly end: number
}

const words = 'one two three four five six seven eight nine ten eleven twelve'.split(' ')
const hourPattern = `(\\d{1,2}|${words.join('|')})`
const half = String.raw`(?:\s*(a\.?m|p\.?m)\b\.?|,?\s*(?:in the )?(morning|afternoon|evening)\b|(?:,?\s*at|(?<=:\d\d)) (night)\b)`

/** Patterns of times: minutes beside an hour, a clock time, an hour with its half of the day, and the two named hours. */
const patterns: readonly RegExp[] = [
  new RegExp(
    String.raw`(?<!from |between )\b(?<part>half|quarter|\d{1,2})\s+(?:minutes\s+)?(?<side>past|to|before|after)\s+${named('hour', hourPattern)}\b(?:${halfNamed()})?`,
    'gi',
  ),
  new RegExp(
    String.raw`(?:\b(?<lead>morning|afternoon|evening|night)\s+(?:at )?)?(?<![\d:.,$€£])(?<hour>\d{1,2})(?::|[\s.](?=\d\d\s*(?:[ap]\.?m\b|in the|morning|afternoon|evening)))(?<minute>\d{2})(?![\d:])(?:${halfNamed()})?`,
    'gi',
  ),
  new RegExp(String.raw`(?<![\d:.,$€£])\b${named('hour', hourPattern)}(?:\s?o['’"]?clock)?${halfNamed()}`, 'gi'),
  new RegExp(String.raw`(?<![\d:.,$€£])\b${named('hour', hourPattern)}\s?o['’"]?clock\b`, 'gi'),
  new RegExp(
    String.raw`\b(?<lead>morning|afternoon|evening)\s+(?:at )?${named('hour', hourPattern)}\b(?![:.]?\d)`,
    'gi',
  ),
  /\b(?<fixed>noon|midday|midnight)\b/gi,
]

function named(name: string, pattern: string): string {
  return pattern.replace('(', `(?<${name}>`)
}

function halfNamed(): string {
  return half.replace('(a', '(?<ap>a').replace('(morning', '(?<day>morning').replace('(night', '(?<late>night')
}

/** Finds the times of day of an English text, in text order: "3:30 pm", "quarter to 4 in the afternoon", "2 00 afternoon". */
export function findTimes(text: string): TimeOfDay[] {
  const found: TimeOfDay[] = []
  for (const pattern of patterns) {
    for (const match of text.matchAll(pattern)) {
      const [start, end] = [match.index, match.index + match[0].length]
      if (found.some((other) => other.start < end && start < other.end)) continue
      const time = toTime(match.groups ?? {})
      if (time) found.push({ ...time, start, end })
    }
  }
  return found.toSorted((a, b) => a.start - b.start)
}

function toTime(groups: Readonly<Record<string, string | undefined>>): { hour: number; minute: number } | undefined {
  const { part, side, hour = '', minute = '0', ap, day, late, lead, fixed } = groups
  if (fixed) return { hour: /midnight/i.test(fixed) ? 0 : 12, minute: 0 }
  const spoken = words.indexOf(hour.toLowerCase()) + 1
  const offset = part === undefined ? 0 : minutesOf(part) * (/to|before/i.test(side ?? '') ? -1 : 1)
  const stated = spoken || Number(hour)
  // "A quarter to 12 in the morning" is in the hour before, whose half of the day is named.
  const started = offset < 0 ? (stated === 1 ? 12 : stated - 1) : stated
  const base = toHour(started, (ap ?? day ?? late ?? lead ?? '').toLowerCase())
  const total = base * 60 + Number(minute) + (offset < 0 ? 60 + offset : offset)
  const isValid = base < 24 && Number(minute) < 60 && Math.abs(offset) < 60
  return isValid ? { hour: Math.floor(total / 60 + 24) % 24, minute: (total + 60) % 60 } : undefined
}

function minutesOf(part: string): number {
  if (/half/i.test(part)) return 30
  return /quarter/i.test(part) ? 15 : Number(part)
}

function toHour(hour: number, half: string): number {
  if (/^p|afternoon|evening|night/.test(half) && hour < 12) return hour + 12
  if (half === 'night' && hour === 12) return 0
  return /^a\.?m|morning/.test(half) && hour === 12 ? 0 : hour
}
