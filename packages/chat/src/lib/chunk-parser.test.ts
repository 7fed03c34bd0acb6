import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createChunkParser } from './chunk-parser.ts'

const scalar = fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean(), fc.constant(null))
const content = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.constant(''),
  fc.constant('"}'),
)
/** Names that imitate the path to the text, or a prototype. */
const name = fc.constantFrom(
  'id',
  'model',
  'content',
  'delta',
  'usage',
  '__proto__',
  'logprobs',
  '"delta":{"content":"',
)
const delta = fc.oneof(
  content.map((text) => ({ content: text })),
  content.map((text) => ({ role: 'assistant', content: text })),
  fc.constant({}),
  fc.dictionary(name, scalar),
)
const choice = fc.tuple(
  fc.integer({ min: 0, max: 2 }),
  delta,
  fc.constantFrom(null, 'stop'),
  fc.dictionary(name, scalar),
)
const chunk = fc
  .tuple(fc.dictionary(name, fc.oneof(scalar, fc.dictionary(name, scalar))), fc.array(choice, { maxLength: 2 }))
  .map(([fields, choices]) => ({
    ...fields,
    choices: choices.map(([index, text, finish_reason, more]) => ({ ...more, index, delta: text, finish_reason })),
  }))
/** Runs of chunks that differ only in their text, as servers send them, between chunks that differ in any way. */
const run = fc.tuple(chunk, fc.array(content, { maxLength: 5 })).map(([first, texts]) => [
  JSON.stringify(first),
  ...texts.map((text) => {
    const copy = structuredClone(first)
    for (const each of copy.choices) each.delta = { content: text }
    return JSON.stringify(copy, null, text.length % 3 === 0 ? 1 : 0)
  }),
])

describe('createChunkParser', () => {
  it('gives what JSON.parse gives, whatever came before', () => {
    fc.assert(
      fc.property(fc.array(run, { maxLength: 4 }), (runs) => {
        const parse = createChunkParser()
        for (const data of runs.flat()) expect(parse(data)).toEqual(JSON.parse(data))
      }),
      { numRuns: 2_000 },
    )
  })

  it('hands out a chunk of its own each time', () => {
    const parse = createChunkParser()
    const data = '{"id":"1","choices":[{"index":0,"delta":{"content":"a"}}]}'
    const chunks = [data, data, data].map((text) => parse(text) as { choices: { delta: { content: string } }[] })
    for (const each of chunks) {
      expect(each.choices[0]?.delta.content).toBe('a')
      Object.assign(each.choices[0]?.delta ?? {}, { content: 'changed' })
    }
  })
})
