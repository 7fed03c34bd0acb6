import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatMoney } from './format-money.ts'
import { parseMoney } from './parse-money.ts'

const toText = (kopecks: bigint): string => {
  const size = kopecks < 0n ? -kopecks : kopecks
  return `${kopecks < 0n ? '-' : ''}${size / 100n}.${String(size % 100n).padStart(2, '0')}`
}

describe('parseMoney', () => {
  it('reads what it writes, at any size', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 30n), 10n ** 30n), (kopecks) => {
        expect(parseMoney(toText(kopecks))).toBe(kopecks)
      }),
    )
  })

  it.each([
    ['0', 0n],
    ['-0.00', 0n],
    ['12', 1_200n],
    ['0.1', 10n],
    ['0,05', 5n],
    ['+3.5', 350n],
    ['−7,25 ₽', -725n],
    ['1 234 567,89 ₽', 123_456_789n],
    ['1\u202f234.50', 123_450n],
    ['$19.99', 1_999n],
  ])('reads %s', (text, kopecks) => {
    expect(parseMoney(text)).toBe(kopecks)
  })

  it.each(['', '.', '1.', '.5', '1.234', '1,234.56', '1e3', 'NaN', '--1', '1.2.3', '12 RUB', '0x10'])(
    'refuses %o',
    (text) => {
      expect(() => parseMoney(text)).toThrow(RangeError)
    },
  )
})

describe('formatMoney', () => {
  it('is exact in every locale that writes plain digits', () => {
    const locales = ['ru', 'en', 'de', 'fr', 'pl', 'ja']
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 25n), 10n ** 25n), fc.constantFrom(...locales), (kopecks, locale) => {
        const size = kopecks < 0n ? -kopecks : kopecks
        const text = formatMoney(kopecks, { locale })
        expect(text.replace(/\D/g, '')).toBe(String(size).padStart(3, '0'))
        expect(/[-−]/.test(text)).toBe(kopecks < 0n)
      }),
    )
  })

  it('is read back, as Russian and French write it', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 25n), 10n ** 25n), fc.constantFrom('ru', 'fr'), (kopecks, locale) => {
        expect(parseMoney(formatMoney(kopecks, { locale, currency: locale === 'ru' ? 'RUB' : 'EUR' }))).toBe(kopecks)
      }),
    )
  })

  it.each([
    [5, { locale: 'en' }, 'RUB 0.05'],
    [-5, { locale: 'en' }, '-RUB 0.05'],
    [123_456, { locale: 'ru' }, '1234,56 ₽'],
    [9_007_199_254_740_993n, { locale: 'en', currency: 'USD' }, '$90,071,992,547,409.93'],
    [100, { locale: 'en', currency: 'JPY' }, '¥1.00'],
  ])('writes %s with %o', (kopecks, options, text) => {
    const plain = (value: string) => value.replace(/\s/g, ' ').replace('1 234', '1234')
    expect(plain(formatMoney(kopecks, options))).toBe(text)
  })

  it.each([0.5, Number.NaN, 2 ** 53, Number.POSITIVE_INFINITY])('refuses %s, which is not exact', (kopecks) => {
    expect(() => formatMoney(kopecks)).toThrow(RangeError)
  })
})
