/** Time of day in a text. */
export interface ClockTime {
  /** Minutes since midnight. */
  readonly minutes: number
  readonly start: number
  readonly end: number
}

const clock =
  /(?<![\w:.-])(?:(\d{1,2})(?:[:. ](\d{2}))?\s?([ap])\.?\s?m\b\.?|(\d{1,2}):(\d{2})(?![:\d])|(\d{1,2})(?: (\d{2}))? o['’]?clock|(noon|midday|midnight)\b)/gi

/** Finds the times of day of an English text whose numbers are in digits: "5 pm", "5:30 p.m.", "21:30", "noon". */
export function findClockTimes(text: string): ClockTime[] {
  return [...text.matchAll(clock)].flatMap((match): ClockTime[] => {
    const [whole, hour, minute, half, hour24, minute24, oClock, oClockMinute, name] = match
    const range = { start: match.index, end: match.index + whole.length }
    if (name) return [{ minutes: /midnight/i.test(name) ? 0 : 720, ...range }]
    const [h, m] = [Number(hour ?? hour24 ?? oClock), Number(minute ?? minute24 ?? oClockMinute ?? 0)]
    if (m > 59 || h > 24 || (half !== undefined && (h < 1 || h > 12))) return []
    return [{ minutes: half === undefined ? h * 60 + m : ((h % 12) + (/p/i.test(half) ? 12 : 0)) * 60 + m, ...range }]
  })
}

/** Formats minutes since midnight, of this day or one beside it, as `09:05`. */
export function formatClock(minutes: number): string {
  const ofDay = ((minutes % 1_440) + 1_440) % 1_440
  return `${String(Math.floor(ofDay / 60)).padStart(2, '0')}:${String(ofDay % 60).padStart(2, '0')}`
}

/** Returns the text without its parts, which become a space each. */
export function withoutRanges(
  text: string,
  ranges: readonly { readonly start: number; readonly end: number }[],
): string {
  return ranges
    .toSorted((a, b) => b.start - a.start)
    .reduce((rest, { start, end }) => `${rest.slice(0, start)} ${rest.slice(end)}`, text)
}
