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
  ['five five five one thousand', '555 1000'],
  ['one two hundred', 'one 200'],
  [
    'nine hundred and ninety nine billion nine hundred and ninety nine million nine hundred and ninety nine thousand nine hundred and ninety nine',
    '999999999999',
  ],
  ['the constructor of a point', 'the constructor of a point'],
])('writes %j as %j', (spoken, written) => {
  expect(writeDigits(spoken.split(' ')).join(' ')).toBe(written)
})

it.each([
  { words: ['one'], end: ['thousand'] },
  { words: ['twenty'], end: [] },
  { words: ['nine', 'hundred', 'and'], end: [] },
  { words: ['one', 'point'], end: [] },
  { words: ['one', 'oh'], end: ['million'] },
  { words: ['pear'], end: [] },
])('reads each word of $words times n, then $end, a bounded number of times', ({ words, end }) => {
  const readsOf = (count: number) => {
    let reads = 0
    const list = [...Array.from({ length: count }, (_, index) => words[index % words.length]!), ...end]
    const counting = new Proxy(list, {
      get(target, property) {
        if (typeof property === 'string' && /^\d/.test(property)) reads++
        return Reflect.get(target, property)
      },
    })
    writeDigits(counting)
    return reads
  }
  expect(readsOf(50_000) / 50_000).toBeLessThan((readsOf(5_000) / 5_000) * 1.1)
})
