import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createJsonFilter } from './json-filter.ts'

const cases = [
  { text: '{"a":1}', json: '{"a":1}' },
  { text: ' \n[1]', json: '[1]' },
  { text: '"a"', json: '"a"' },
  { text: '<think>{"a":0}?</think>\n{"a":1}', json: '{"a":1}' },
  { text: 'hmm [1] </thinking>  {"a":1}', json: '{"a":1}' },
  { text: '```json\n{"a":1}\n```', json: '{"a":1}\n```' },
  { text: 'Here it is:\n```\n[1]\n```', json: '[1]\n```' },
  { text: `Sure.${' '.repeat(99)}\`\`\`json${'\n'.repeat(99)}[1]`, json: '[1]' },
  { text: 'I cannot say [that].', json: '' },
  { text: '12', json: '' },
]

it.each(cases)('keeps the JSON of $text', ({ text, json }) => {
  expect(createJsonFilter()(text)).toBe(json)
})

it('keeps it however the text is divided', () => {
  fc.assert(
    fc.property(fc.constantFrom(...cases), fc.integer({ min: 1, max: 9 }), ({ text, json }, size) => {
      const filter = createJsonFilter()
      const pieces = text.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? []
      expect(pieces.map(filter).join('')).toBe(json)
    }),
  )
})
