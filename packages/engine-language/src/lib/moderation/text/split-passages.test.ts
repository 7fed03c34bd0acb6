import { describe, expect, it } from 'vitest'
import { splitPassages } from './split-passages.ts'

const words = (count: number) => Array.from({ length: count }, (_, index) => `w${index}`).join(' ')

describe('splitPassages', () => {
  it.each([
    { story: 'nothing', text: ' \n', lengths: [] },
    { story: 'a short text', text: words(30), lengths: [30] },
    { story: 'a long sentence', text: words(61), lengths: [21, 21, 19] },
    { story: 'short sentences', text: `${words(20)}. ${words(10)}. ${words(15)}.`, lengths: [30, 15] },
  ])('cuts $story into $lengths words', ({ text, lengths }) => {
    expect(splitPassages(text).map((passage) => passage.split(' ').length)).toEqual(lengths)
  })

  it('loses no word', () => {
    const text = `${words(45)}! ${words(7)}\n\n${words(90)}`
    expect(splitPassages(text).join(' ').split(/\s+/)).toEqual(text.split(/\s+/))
  })
})
