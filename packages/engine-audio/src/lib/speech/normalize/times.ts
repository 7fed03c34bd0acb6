import { cardinal } from './number-words.ts'
import type { Rule } from './rule.ts'

/** `a.m.`; in `1:59 p.m.est` the zone follows at once. */
const half = '([ap])\\.? ?m(?:\\.|\\b)'

/** Abbreviation of a time zone after a time, which is spelled; elsewhere, "est" and "met" are words. */
const zone = '(?: ?((?:[ecmp]\\.?[sd]|b\\.?s|ce|g\\.?m)\\.?t|u\\.?t\\.?c)\\b\\.?)?'

/** Readings of times of day in English. A colon between numbers that is no time is read as `to`. */
export const timeRules: readonly Rule[] = [
  [
    /(?<![\d:.])(\d{1,2}(?::[0-5]\d)?(?: ?[ap]\.?m\b\.?)?) ?[-–—] ?(?=\d{1,2}(?::[0-5]\d| ?[ap]\.?m\b))/gi,
    (_, from) => `${from} to `,
  ],
  [
    new RegExp(`\\b(0?\\d|1\\d|2[0-4])[:.]([0-5]\\d)(?::([0-5]\\d))? ?${half}${zone}`, 'gi'),
    (_, hour, minute, second, part, of) => {
      const seconds = second && second !== '00' ? ` and ${counted(second, 'second')}` : ''
      return `${cardinal(isMidnight(hour) ? '12' : hour)}${minutes(minute)} ${part.toUpperCase()} M${seconds}${spell(of)}`
    },
  ],
  [
    new RegExp(`\\b(0?[1-9]|1[0-2]) ?${half}${zone}`, 'gi'),
    (_, hour, part, of) => `${cardinal(hour)} ${part.toUpperCase()} M${spell(of)}`,
  ],
  [
    /\b(\d{1,2}):([0-5]\d):([0-5]\d)\b/g,
    (_, hour, minute, second) =>
      `${counted(hour, 'hour')} ${counted(minute, 'minute')} and ${counted(second, 'second')}`,
  ],
  [
    new RegExp(`\\b(0?\\d|1\\d|2[0-4]):([0-5]\\d)\\b(?!:)${zone}`, 'gi'),
    (_, hour, minute, of) => `${cardinal(hour)}${minute === '00' ? onTheHour(hour) : minutes(minute)}${spell(of)}`,
  ],
]

function isMidnight(hour: string): boolean {
  return Number(hour) === 0
}

function onTheHour(hour: string): string {
  return Number(hour) > 12 || isMidnight(hour) ? ' hundred hours' : " o'clock"
}

function minutes(written: string): string {
  if (written === '00') return ''
  return written.startsWith('0') ? ` oh ${cardinal(written)}` : ` ${cardinal(written)}`
}

function counted(number: string, unit: string): string {
  return `${cardinal(number)} ${unit}${Number(number) === 1 ? '' : 's'}`
}

function spell(letters: string | undefined): string {
  return letters === undefined ? '' : ` ${[...letters.replaceAll('.', '').toUpperCase()].join(' ')}`
}
