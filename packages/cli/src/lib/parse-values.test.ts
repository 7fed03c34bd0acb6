import fc from 'fast-check'
import { expect, it } from 'vitest'
import { toCount, toDate, toGrid, toInteger, toNumber, toPositive } from './parse-values.ts'

it.each([
  [toPositive, '0.5', 0.5],
  [toNumber, '-1', -1],
  [toCount, '3', 3],
  [toInteger, '-3', -3],
  [toGrid, '8x6', { cols: 8, rows: 6 }],
  [toDate, '2024-02-29', '2024-02-29'],
])('%o reads %s', (read, text, value) => {
  expect(read(text)).toEqual(value)
})

it.each([
  [toPositive, ['', ' ', '0', '-1', 'x', 'Infinity', 'NaN']],
  [toNumber, ['', 'x', 'Infinity', '1,5']],
  [toCount, ['', '0', '1.5', '-1', '9007199254740993']],
  [toInteger, ['', '1.5', 'x']],
  [toGrid, ['', '8', '0x6', '8x', '8x6x2', '99999x1']],
  [toDate, ['', '2026-02-30', '2026-13-01', '01.02.2026', '2026-1-1', 'now']],
])('%o refuses %j', (read, texts) => {
  for (const text of texts) expect(() => read(text)).toThrow(/^Expected /)
})

it('reads every date', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }), (date) => {
      const text = date.toISOString().slice(0, 10)
      expect(toDate(text)).toBe(text)
    }),
  )
})
