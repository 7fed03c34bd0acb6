/** Time of day in a Russian text. */
export interface RussianTime {
  /** As `HH:mm`. */
  readonly time: string
  readonly start: number
  readonly end: number
}

const ordinals =
  'первого второго третьего четвертого пятого шестого седьмого восьмого девятого десятого одиннадцатого двенадцатого'.split(
    ' ',
  )
const half = String.raw`(?:\s+(утра|дня|вечера|ночи))`

/** Finds the times of day of a text whose numbers are in digits: "6:40 утра", "в 5 вечера", "в половине пятого вечера". */
export function findRussianTimes(text: string): RussianTime[] {
  const found: RussianTime[] = []
  const add = (match: RegExpMatchArray, hour: number, minute: number, part = '') => {
    const [start, end] = [match.index ?? 0, (match.index ?? 0) + match[0].length]
    const late = /дня|вечера/.test(part) && hour < 12 ? 12 : 0
    const base = part === 'ночи' && hour === 12 ? 0 : hour + late
    const isTaken = found.some((other) => other.start < end && start < other.end)
    if (base < 24 && minute < 60 && !isTaken)
      found.push({ time: `${String(base).padStart(2, '0')}:${String(minute).padStart(2, '0')}`, start, end })
  }
  const before = String.raw`(?<![\p{L}\d:.-])`
  for (const match of text.matchAll(new RegExp(`${before}половин[аеу] (${ordinals.join('|')})${half}?`, 'giu'))) {
    const hour = ordinals.indexOf((match[1] ?? '').toLowerCase())
    const isLate = /дня|вечера/.test(match[2] ?? '') && hour < 12 && hour > 0
    add(match, isLate || (hour === 0 && match[2] !== 'ночи') ? hour + 12 : hour, 30)
  }
  for (const match of text.matchAll(new RegExp(String.raw`${before}(\d{1,2}):(\d{2})(?!\d)${half}?`, 'gu')))
    add(match, Number(match[1]), Number(match[2]), match[3])
  for (const match of text.matchAll(
    new RegExp(String.raw`${before}(\d{1,2})(?:\s+час(?:а|ов)?)?${half}(?!\p{L})`, 'gu'),
  ))
    add(match, Number(match[1]), 0, match[2])
  for (const match of text.matchAll(new RegExp(`${before}час (дня|ночи)(?!\\p{L})`, 'gu'))) add(match, 1, 0, match[1])
  for (const match of text.matchAll(/(?<!\p{L})(полдень|полночь)(?!\p{L})/giu))
    add(match, /день/i.test(match[0]) ? 12 : 0, 0)
  return found.toSorted((a, b) => a.start - b.start)
}
