import fc from 'fast-check'
import { expect, it } from 'vitest'
import { maxChunkLength, textChunks } from './text-chunks.ts'

it.each([
  { story: 'a line break', boundary: '\n', after: 'c. d ' },
  { story: 'the end of a sentence', boundary: '. ', after: 'c d ' },
  { story: 'a space', boundary: ' ', after: 'cd' },
])('cuts after $story', ({ boundary, after }) => {
  const head = 'a'.repeat(15_000) + boundary
  const [first] = textChunks(head + after.repeat(10_000))
  expect(first).toHaveLength(head.length)
})

it('cuts any text into bounded chunks of whole characters that make up the text', () => {
  const parts = fc.constantFrom('a', '9', ' ', '\n', '. ', '🙂', 'Ж', '。')
  const texts = fc.array(fc.tuple(parts, fc.nat(30_000)), { maxLength: 6 })
  fc.assert(
    fc.property(texts, (list) => {
      const text = list.map(([part, count]) => part.repeat(count)).join('')
      const chunks = [...textChunks(text)]
      expect(chunks.join('')).toBe(text)
      expect(chunks.length).toBeLessThanOrEqual(text.length / (maxChunkLength / 2 - 1) + 1)
      for (const chunk of chunks) {
        expect(chunk.length).toBeLessThanOrEqual(maxChunkLength)
        expect(chunk).not.toMatch(/\p{Surrogate}/u)
      }
    }),
    { numRuns: 30 },
  )
})
