import fc from 'fast-check'
import { expect, it } from 'vitest'
import { toJsonText } from './json.ts'

const anyText = fc.array(fc.constantFrom('a', '\\', '"', 'u', 'd83d', '\ud83d', '\ude00', '😀', '\n'), {
  maxLength: 12,
})

it('is the JSON of the same value in well-formed Unicode, also in names and nested values', () => {
  fc.assert(
    fc.property(anyText, (parts) => {
      const text = parts.join('')
      const encoded = toJsonText({ [text]: [text, { text }] })
      const clean = (text as unknown as { toWellFormed(): string }).toWellFormed()
      expect(JSON.parse(encoded)).toEqual({ [clean]: [clean, { text: clean }] })
      expect((encoded as unknown as { isWellFormed(): boolean }).isWellFormed()).toBe(true)
    }),
    { numRuns: 2_000 },
  )
})

it.each([undefined, () => 1, Symbol('a')])('refuses %s', (value) => {
  expect(() => toJsonText(value)).toThrow(TypeError)
})
