import { type Around, caseAround } from './context.ts'
import { feminine, masculine } from './declension.ts'
import { cardinal, countedForm } from './russian-numbers.ts'
import type { Found, RussianRule } from './russian-rule.ts'

const hour = masculine('час')
const minute = feminine('минут')
const second = feminine('секунд')

/** Readings of times of day in Russian. */
export const russianTimeRules: readonly RussianRule[] = [
  [/(?<![\d:.,])(?<hour>0?\d|1\d|2[0-4]):(?<minute>[0-5]\d)(?::(?<second>[0-5]\d))?(?![\d:]|[.,]\d)/g, readTime],
  [
    /(?<![\d:.,])(?<one>\d{1,3}):(?<other>\d{1,3})(?![\d:])/g,
    ({ groups }) => `${cardinal(groups.one ?? '')} ${cardinal(groups.other ?? '')}`,
  ],
]

function readTime({ groups, before, after }: Found): string {
  const around: Around = { before, after: '' }
  const of = caseAround(around) === 'pre' ? 'acc' : caseAround(around)
  const read = (digits: string, noun: typeof hour) => {
    const value = String(Number(digits))
    return `${cardinal(value, { of, gender: noun.gender })} ${countedForm(noun, value, of)}`
  }
  const hasHour = /^\s+час/.test(after)
  const parts = [read(groups.hour ?? '', hour)]
  if (groups.minute !== '00' || groups.second) parts.push(read(groups.minute ?? '', minute))
  if (groups.second) parts.push(read(groups.second, second))
  return hasHour && parts.length === 1 ? cardinal(String(Number(groups.hour)), { of }) : parts.join(' ')
}
