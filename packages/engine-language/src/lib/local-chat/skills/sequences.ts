import { factorize } from './number-facts.ts'
import type { Skill } from './skill.ts'

const maxItems = 500
const names: Readonly<Record<string, number>> = {
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  twelve: 12,
  fifteen: 15,
  twenty: 20,
  hundred: 100,
}
const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

/** Counts and lists rule-based sequences: primes, squares, multiples, Fibonacci, days, months, letters. */
export const sequences: Skill = {
  name: 'sequences',
  answer({ text }) {
    const items = countUp(text) ?? listFirst(text) ?? listNames(text)
    if (!items) return undefined
    const separator = /\b(?:one per line|each on|new lines?|separate lines?|line by line)\b/i.test(text)
      ? '\n'
      : /\b(?:spaces?|space[- ]separated)\b/i.test(text)
        ? ' '
        : ', '
    return {
      text: items.join(separator),
      brief: items.join(separator),
      value: items,
      score: 0.94,
      how: `${items.length} items by rule`,
    }
  },
}

function toNumber(text: string | undefined): number {
  if (!text) return Number.NaN
  const word = text.toLowerCase()
  return names[word] ?? (word === 'one' ? 1 : word === 'zero' ? 0 : Number(word.replaceAll(',', '')))
}

function countUp(text: string): string[] | undefined {
  const found = text.match(
    /\b(?:count|list|numbers?|write|print|say|go)\b[^.?!\d]*?(?:\bfrom\s+)?(-?\d+|one|zero|ten|twenty|hundred)\s+(?:down |up )?(?:to|through|-)\s+(-?\d[\d,]*|one|zero|three|five|ten|twenty|hundred)\b(?:[^.?!]*\b(?:by|in steps of)\s+(\d+|twos|fives|tens))?/i,
  )
  const upTo = found ?? text.match(/\b(count)\s+(?:up )?to\s+(\d+|three|five|ten|twenty|hundred)\b/i)
  if (
    !upTo ||
    !/\b(?:count|numbers? from|(?:write|print|say|give)\b[^.?!]*\bnumbers|list (?:the |all )?(?:numbers|integers|even|odd))\b/i.test(
      text,
    )
  )
    return undefined
  const from = found ? toNumber(found[1]) : 1
  const to = toNumber(upTo[2])
  const step = { twos: 2, fives: 5, tens: 10 }[found?.[3]?.toLowerCase() ?? ''] ?? (Number(found?.[3]) || 1)
  if (Number.isNaN(from) || Number.isNaN(to) || Math.abs(to - from) / step > maxItems) return undefined
  const all = Array.from(
    { length: Math.floor(Math.abs(to - from) / step) + 1 },
    (_, index) => from + Math.sign(to - from || 1) * index * step,
  )
  const parity = /\beven\b/i.test(text) ? 0 : /\bodd\b/i.test(text) ? 1 : undefined
  return all.filter((number) => parity === undefined || Math.abs(number % 2) === parity).map(String)
}

const rules: readonly (readonly [RegExp, (count: number, text: string) => number[]])[] = [
  [/\bprimes?\b/i, (count) => take(count, (number) => number > 1 && factorize(number).length === 1)],
  [/\beven\b/i, (count) => take(count, (number) => number % 2 === 0)],
  [/\bodd\b/i, (count) => take(count, (number) => number % 2 === 1)],
  [
    /\b(?:square numbers|perfect squares|squares)\b/i,
    (count) => Array.from({ length: count }, (_, index) => (index + 1) ** 2),
  ],
  [
    /\b(?:cube numbers|perfect cubes|cubes)\b/i,
    (count) => Array.from({ length: count }, (_, index) => (index + 1) ** 3),
  ],
  [/\bpowers of two|powers of 2\b/i, (count) => Array.from({ length: Math.min(count, 50) }, (_, index) => 2 ** index)],
  [
    /\bmultiples of (\d+)/i,
    (count, text) =>
      Array.from({ length: count }, (_, index) => (index + 1) * Number(text.match(/multiples of (\d+)/i)?.[1])),
  ],
  [/\bfibonacci\b/i, fibonacci],
  [
    /\bnatural numbers|positive integers|whole numbers\b/i,
    (count) => Array.from({ length: count }, (_, index) => index + 1),
  ],
]

function listFirst(text: string): string[] | undefined {
  const count = toNumber(
    text.match(/\bfirst\s+(\d+|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty)\b/i)?.[1],
  )
  const rule = rules.find(([words]) => words.test(text))
  if (!rule || Number.isNaN(count) || count > maxItems) return undefined
  return rule[1](Math.min(count, 200), text).map(String)
}

function take(count: number, test: (number: number) => boolean): number[] {
  const found: number[] = []
  for (let number = 1; found.length < count; number++) if (test(number)) found.push(number)
  return found
}

function fibonacci(count: number): number[] {
  const numbers = [0, 1]
  while (numbers.length < Math.min(count, 75)) numbers.push((numbers.at(-1) ?? 0) + (numbers.at(-2) ?? 0))
  return numbers.slice(0, count)
}

function listNames(text: string): string[] | undefined {
  if (!/\b(?:list|name|what are|tell|give|say|write|recite)\b/i.test(text)) return undefined
  if (/\bdays of the week\b|\bweekdays\b/i.test(text)) return weekdays.slice(0, /\bweekdays\b/i.test(text) ? 5 : 7)
  if (/\bmonths of the year\b|\b(?:twelve|12) months\b/i.test(text)) return months
  if (/\b(?:letters of the )?alphabet\b/i.test(text)) return [...'abcdefghijklmnopqrstuvwxyz']
  return undefined
}
