import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { sha256 } from './sha256.ts'

const reference = (text: string): string => createHash('sha256').update(text).digest('hex')

it('equals that of the platform', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      expect(sha256(text)).toBe(reference(text))
    }),
  )
  for (const length of [0, 55, 56, 63, 64, 119, 120, 100_000]) {
    const text = 'x'.repeat(length)
    expect(sha256(text)).toBe(reference(text))
  }
})
