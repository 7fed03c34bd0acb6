import fc from 'fast-check'
import { expect, it } from 'vitest'
import { appendMarkdown, emptyMarkdown, type GrowingMarkdown } from './split-blocks.ts'

const withoutSpace = ({ blocks, tail }: GrowingMarkdown) => (blocks.join('') + tail).replaceAll(/\s/g, '')

it('keeps code with empty lines in one block, and settles what is before it', () => {
  const { blocks, tail } = appendMarkdown(emptyMarkdown, '# Title\n\nText\n\n```js\na()\n\nb()\n```')
  expect(blocks.map((block) => block.trim())).toEqual(['# Title', 'Text'])
  expect(tail).toBe('```js\na()\n\nb()\n```')
})

it('loses no character, however the text is cut, and never changes a settled block', () => {
  const line = fc.oneof(
    fc.string(),
    fc.constantFrom('- a', '1. b', '```', '| a | b |', '|---|---|', '# t', '> q', '', '    c'),
  )
  fc.assert(
    fc.property(fc.array(fc.array(line, { maxLength: 6 }), { maxLength: 8 }), (pieces) => {
      let grown = emptyMarkdown
      const texts = pieces.map((lines) => lines.join('\n'))
      for (const text of texts) {
        const before = grown.blocks
        grown = appendMarkdown(grown, text)
        expect(grown.blocks.slice(0, before.length)).toEqual(before)
      }
      expect(withoutSpace(grown)).toBe(texts.join('').replaceAll(/\s/g, ''))
    }),
  )
})
