import { cardinal } from './number-words.ts'
import type { Rule } from './rule.ts'

const half = '([ap])\\.? ?m\\b\\.?'

/** Readings of times of day in English. A colon between numbers that is no time is read as `to`. */
export const timeRules: readonly Rule[] = [
  [
    new RegExp(`\\b(0?\\d|1\\d|2[0-4]):([0-5]\\d)(?::[0-5]\\d)? ?${half}`, 'gi'),
    (_, hour, minute, part) => `${cardinal(hour)}${minutes(minute)} ${part.toUpperCase()} M`,
  ],
  [new RegExp(`\\b(0?[1-9]|1[0-2]) ?${half}`, 'gi'), (_, hour, part) => `${cardinal(hour)} ${part.toUpperCase()} M`],
  [
    /\b(\d{1,2}):([0-5]\d):([0-5]\d)\b/g,
    (_, hour, minute, second) =>
      `${counted(hour, 'hour')} ${counted(minute, 'minute')} and ${counted(second, 'second')}`,
  ],
  [
    /\b(0?\d|1\d|2[0-4]):([0-5]\d)\b(?!:)/g,
    (_, hour, minute) =>
      minute === '00'
        ? `${cardinal(hour)} ${Number(hour) > 12 || hour.startsWith('0') ? 'hundred hours' : "o'clock"}`
        : `${cardinal(hour)}${minutes(minute)}`,
  ],
]

function minutes(written: string): string {
  if (written === '00') return ''
  return written.startsWith('0') ? ` oh ${cardinal(written)}` : ` ${cardinal(written)}`
}

function counted(number: string, unit: string): string {
  return `${cardinal(number)} ${unit}${Number(number) === 1 ? '' : 's'}`
}
