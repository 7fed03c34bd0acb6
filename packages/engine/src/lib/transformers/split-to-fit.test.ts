import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitToFit } from './split-to-fit.ts'

const countWords = (text: string) => ({ encoded: text, tokens: text.split(/\s+/).filter(Boolean).length + 2 })

describe('splitToFit', () => {
  it.each([
    ['keeps a short text', 'one two', ['one two']],
    ['splits at white space', 'one two three four', ['one two three', ' four']],
    ['keeps a long word that fits', 'x'.repeat(8), ['xxxxxxxx']],
  ])('%s', (_, text, parts) => {
    expect(splitToFit(text, 5, countWords).map(({ encoded }) => encoded)).toEqual(parts)
  })

  it('reads all of a text, in parts that fit', () => {
    const byCharacter = (text: string) => ({ encoded: text, tokens: text.length })
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), fc.integer({ min: 1, max: 20 }), (text, maxTokens) => {
        const parts = splitToFit(text, maxTokens, byCharacter)
        expect(parts.map(({ encoded }) => encoded).join('')).toBe(text)
        for (const { tokens } of parts) expect(tokens).toBeLessThanOrEqual(maxTokens)
      }),
    )
  })
})
