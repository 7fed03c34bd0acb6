import fc from 'fast-check'
import { expect, it } from 'vitest'
import { writeNumbers } from './number-words.ts'

it.each([
  ['one hundred and five', '105'],
  ['two thousand and twenty six', '2026'],
  ['1 million', '1000000'],
  ['a hundred', '100'],
  ['nineteen ninety', '19 90'],
  ['three point five', '3.5'],
  ['two thirds', '(2/3)'],
  ['a quarter of a mile', '(1/4) of a mile'],
  ['4 and a half', '4.5'],
  ['the twenty first', 'the 21st'],
  ['a second', 'a second'],
  ['someone often', 'someone often'],
])('writes %s as %s', (said, written) => {
  expect(writeNumbers(said)).toBe(written)
})

it('leaves texts without number words as they are', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'0123456789 ,.-xyz') }), (text) => {
      expect(writeNumbers(text)).toBe(text)
    }),
  )
})
