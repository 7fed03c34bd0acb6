import { cosine } from '@mira/engine/internal'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countScanned } from '../../../../engine/test/count-scanned.ts'
import { stemRussian } from '../local-chat/stem-russian.ts'
import { lexicalVector } from './lexical-vector.ts'

describe('lexicalVector', () => {
  it.each([
    { a: 'Заказы доставляют завтра', b: 'Когда доставят заказ?', other: 'Погода портится' },
    { a: 'Ёлка', b: 'елки', other: 'палка' },
    { a: 'orders shipped', b: 'the order ships', other: 'rain tomorrow' },
    { a: 'кошек кормят', b: 'корм для кошки', other: 'каток закрыт' },
  ])('puts $a nearer to $b than to $other', ({ a, b, other }) => {
    const [one, near, far] = [a, b, other].map((text) => lexicalVector(text, 1_536)) as [
      Float32Array,
      Float32Array,
      Float32Array,
    ]
    expect(cosine(one, near)).toBeGreaterThan(cosine(one, far) + 0.2)
  })

  it('has length 1, or 0 without words, whatever the case and the spaces', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom(256, 512, 1_536), (text, dimensions) => {
        const vector = lexicalVector(text, dimensions)
        expect(vector).toHaveLength(dimensions)
        const length = Math.hypot(...vector)
        expect(Math.min(Math.abs(length - 1), length)).toBeLessThan(1e-4)
        expect(lexicalVector(`  ${text}\n`, dimensions)).toEqual(vector)
      }),
    )
  })

  it.each(['a', 'Ж', 'слово ', '9', ' ', '漢'])(
    'scans each character of %j times n a bounded number of times',
    (part) => {
      const perCharacter = (length: number) =>
        countScanned(() => lexicalVector(part.repeat(length / part.length), 512)) / length
      const limit = 1.2 * perCharacter(10_000) + 0.1
      for (const length of [100_000, 500_000]) expect(perCharacter(length)).toBeLessThan(limit)
    },
  )
})

describe('stemRussian', () => {
  it.each([
    ['заказ', 'заказы', 'заказов', 'заказами'],
    ['новый', 'новая', 'новую', 'нового', 'новыми'],
    ['кошка', 'кошки', 'кошек', 'кошками'],
    ['библиотека', 'библиотеки', 'библиотеку'],
  ])('gives %s and its forms one stem', (...forms) => {
    expect(new Set(forms.map(stemRussian)).size).toBe(1)
  })
})
