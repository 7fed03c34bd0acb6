import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toWords } from './to-words.ts'

const wordsOf = (tokens: string[], extra: object = {}) =>
  toWords({ text: '', tokens, timestamps: tokens.map((_, index) => index / 10), ...extra }, 2, tokens.length / 10)

describe('toWords', () => {
  it.each([
    { story: 'parts of words', tokens: [' He', 'llo', ' wor', 'ld'], words: ['Hello', 'world'] },
    { story: 'the marks of SentencePiece', tokens: ['▁I', '▁am', '.'], words: ['I', 'am.'] },
    { story: 'ideographs', tokens: ['你', '好', ' ok'], words: ['你', '好', 'ok'] },
    { story: 'a mark alone', tokens: [' a', ' .'], words: ['a'] },
    { story: 'no times', tokens: [' a'], extra: { timestamps: [] }, words: [] },
  ])('joins $story', ({ tokens, words, extra }) => {
    expect(wordsOf(tokens, extra).map(({ word }) => word)).toEqual(words)
  })

  it('takes lengths and probabilities of tokens where the model has them', () => {
    const [word, next] = wordsOf([' a', 'b', ' c'], {
      durations: [0.05, 0.04, 0.1],
      ys_log_probs: [Math.log(0.5), Math.log(0.5), 0],
    })
    expect(word).toEqual({ word: 'ab', start: 2, end: 2.14, confidence: expect.closeTo(0.5, 6) })
    expect(next).toMatchObject({ start: 2.2, end: 2.3, confidence: 1 })
  })

  it('gives times in order, within the utterance', () => {
    const token = fc.record({
      token: fc.constantFrom(' a', 'b', ' c', '.', '好'),
      step: fc.double({ min: 0, max: 2, noNaN: true }),
    })
    fc.assert(
      fc.property(fc.array(token), fc.double({ min: 0.1, max: 9, noNaN: true }), (list, seconds) => {
        let time = 0
        const timestamps = list.map(({ step }) => (time += step))
        const words = toWords({ text: '', tokens: list.map((one) => one.token), timestamps }, 0, seconds)
        for (const [index, { start, end, confidence }] of words.entries()) {
          expect(start).toBeGreaterThanOrEqual(words[index - 1]?.start ?? 0)
          expect(end).toBeGreaterThanOrEqual(start)
          expect(end).toBeLessThanOrEqual(seconds + 0.01)
          expect(confidence).toBe(1)
        }
      }),
    )
  })
})
