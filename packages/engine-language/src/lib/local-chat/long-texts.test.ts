import { describe, expect, it } from 'vitest'
import { countScanned } from '../../../../engine/test/count-scanned.ts'
import { readConversation } from './conversation.ts'
import { findCandidates } from './extraction/find-candidates.ts'
import { readInstructions } from './instructions.ts'
import { languageOf } from './language-of.ts'
import { findFormula } from './skills/arithmetic/find-formula.ts'
import { findMeasuredNumbers } from './tools/arguments/measured-numbers.ts'
import { readClauses } from './tools/clauses.ts'
import { collapseSpaces, contentStems, splitIdentifier, wordsOf } from './words.ts'

const parts = [
  '9',
  ' ',
  'a',
  'Ж',
  '\n',
  '-',
  '.',
  ',',
  '1,',
  '1.',
  'Mr. ',
  'e.g. ',
  'May ',
  '12 km ',
  '1/2 ',
  '+1',
  '(',
]
const clock = { now: new Date(0), offsetMinutes: 0 }

const readers: Readonly<Record<string, (text: string) => unknown>> = {
  readInstructions: (text) =>
    readInstructions(readConversation({ model: 'mira', messages: [{ role: 'user', content: text }] })),
  languageOf,
  findFormula,
  collapseSpaces,
  wordsOf,
  contentStems,
  splitIdentifier,
  readClauses,
}

const cases = Object.keys(readers).flatMap((name) => parts.map((part) => ({ name, part })))

describe('reading a text of one repeated part', () => {
  it.each(cases)('$name scans each character of $part a bounded number of times', ({ name, part }) => {
    const scannedPerCharacter = (length: number) =>
      countScanned(() => readers[name]?.(part.repeat(length / part.length))) / length
    const limit = 1.2 * scannedPerCharacter(10_000) + 0.1
    for (const length of [100_000, 500_000]) expect(scannedPerCharacter(length)).toBeLessThan(limit)
  })

  // Numbers, names, dates and amounts with units.
  it.each(['9', '1,', '1. ', 'May ', '12 km '])('findCandidates reads the first 12,000 characters of %j', (part) => {
    const scanned = [100_000, 500_000].map((length) =>
      countScanned(() => findCandidates(part.repeat(length / part.length), clock)),
    )
    expect(findCandidates(part.repeat(100_000), clock).text).toHaveLength(12_000)
    expect(scanned[1]).toBeLessThanOrEqual(scanned[0] ?? 0)
  })

  it.each(['9 ', '1, ', '1.', '12 km ', 'two ', "'2 "])(
    'findMeasuredNumbers reads the first 2,000 characters of %j',
    (part) => {
      const [first, second] = [100_000, 500_000].map((length) =>
        countScanned(() => findMeasuredNumbers(part.repeat(length / part.length))),
      )
      expect(second).toBe(first)
    },
  )
})
