import { expect, it } from 'vitest'
import { writeDigits } from './spoken-numbers.ts'

it.each([
  ['two thousand pears', '2000 pears'],
  ['twenty five apples', '25 apples'],
  ['one hundred and five', '105'],
  ['three million two hundred thousand and one', '3200001'],
  ['three point one four', '3.14'],
  ['zero point five', '0.5'],
  ['nineteen ninety nine', '1999'],
  ['twenty twenty six', '2026'],
  ['five five five one two oh', '555120'],
  ['oh seven', 'oh seven'],
  ['one of them', 'one of them'],
  ['two and three', 'two and three'],
  ['ten twenty', '10 20'],
  ['a thousand a point', '1000 a point'],
  ['twenty thousand', '20000'],
  ['seventeen seventy six', '1776'],
  ['the constructor of a point', 'the constructor of a point'],
])('writes %j as %j', (spoken, written) => {
  expect(writeDigits(spoken.split(' ')).join(' ')).toBe(written)
})
