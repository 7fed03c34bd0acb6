import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InputError } from '../input-error.ts'
import { checkFileName, toFileName } from './file-name.ts'

describe('toFileName', () => {
  it.each([
    ['A lighthouse, at dusk!', 'A-lighthouse-at-dusk'],
    ['Маяк на закате: ёлка и чайка', 'Маяк-на-закате-ёлка-и-чайка'],
    ['  ../../etc/passwd', 'etc-passwd'],
    ['日の出', '日の出'],
    ['con', 'con-file'],
    ['LPT1', 'LPT1-file'],
    ['…', 'image'],
    ['', 'image'],
    ['я'.repeat(100), 'я'.repeat(60)],
    [`${'a'.repeat(119)}я`, 'a'.repeat(119)],
  ])('converts %j to %j', (text, name) => {
    expect(toFileName(text, 'image')).toBe(name)
  })

  it('creates a plain name from any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const name = toFileName(text, 'image')
        expect(name).toMatch(/^[\p{L}\p{N}][\p{L}\p{M}\p{N}-]*$/u)
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(120)
        expect(encodeURIComponent(name)).not.toBe('') // which throws for half a surrogate pair
      }),
    )
  })
})

describe('checkFileName', () => {
  it.each([
    ['sunset', 'sunset'],
    ['sunset.png', 'sunset'],
    ['Закат 2.mp3', 'Закат-2'],
    ['v1.5 final.png', 'v1-5-final'],
  ])('accepts %j', (name, expected) => {
    expect(checkFileName(name)).toBe(expected)
  })

  it.each(['../sunset', '/tmp/sunset', 'a/b', 'a\\b', '.hidden', '..', 'a\0b'])('refuses %j', (name) => {
    expect(() => checkFileName(name)).toThrow(InputError)
  })
})
