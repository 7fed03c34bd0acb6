import { describe, expect, it } from 'vitest'
import { markQuestion } from './mark-question.ts'
import { SentenceSplitter } from './sentence-splitter.ts'
import { toSpokenText } from './spoken-text.ts'
import { SpokenTimeline } from './spoken-timeline.ts'
import { StablePartial } from './stable-partial.ts'

describe('toSpokenText', () => {
  it.each([
    ['6 * 7 = 42', '6 times 7 equals 42'],
    ['10 / 4 = 2.5', '10 divided by 4 equals 2.5'],
    ['8 - 3 = 5', '8 minus 3 equals 5'],
    ['**Bold** and `code`', 'Bold and code'],
    ['- first\n- second', 'first\nsecond'],
    ['a well-known and/or case', 'a well-known and/or case'],
  ])('says %j as %j', (written, spoken) => expect(toSpokenText(written)).toBe(spoken))
})

describe('markQuestion', () => {
  it.each([
    ['What is six times seven.', 'What is six times seven?'],
    ['So how are you.', 'So how are you?'],
    ['My name is Peter.', 'My name is Peter.'],
    ['Whatever you say.', 'Whatever you say.'],
  ])('turns %j into %j', (heard, marked) => expect(markQuestion(heard)).toBe(marked))
})

describe('SentenceSplitter', () => {
  it.each([
    { text: 'One. Two! Three', sentences: ['One. ', 'Two! '], rest: 'Three' },
    { text: 'Mr. Smith paid 3.50 today. He left.', sentences: ['Mr. Smith paid 3.50 today. '], rest: 'He left.' },
    { text: 'A list\nof lines\n', sentences: ['A list\n', 'of lines\n'], rest: '' },
  ])('cuts $text', ({ text, sentences, rest }) => {
    const cutter = new SentenceSplitter()
    expect([...text].flatMap((letter) => cutter.push(letter))).toEqual(sentences)
    expect(cutter.flush()).toBe(rest)
  })
})

describe('StablePartial', () => {
  it('emits words once two hypotheses agree, and the rest at the end', () => {
    const partial = new StablePartial()
    const guesses = ['what', 'what is', 'what is sick', 'what is six', 'what is six times', 'what is six times seven']
    const told = guesses.map((guess) => partial.advance(guess))
    expect(told).toEqual(['', 'what', ' is', '', ' six', ' times'])
    expect(partial.finish('What is six times seven.')).toBe(' seven.')
  })

  it('does not continue when an emitted word proved wrong', () => {
    const partial = new StablePartial()
    for (const guess of ['a b', 'a b c', 'a b c d']) partial.advance(guess)
    expect(partial.finish('Other words now here.')).toBe('')
  })
})

describe('SpokenTimeline', () => {
  const timeline = new SpokenTimeline()
  for (const [text, ms] of [
    ['One two three four. ', 2_000],
    ['Five six.', 1_000],
  ] as const) {
    timeline.begin(text)
    timeline.extend(ms)
  }
  it.each([
    [0, ''],
    [1_000, 'One two'],
    [2_000, 'One two three four.'],
    [2_500, 'One two three four. Five'],
    [9_000, 'One two three four. Five six.'],
  ])('knows what was heard after %i ms', (ms, text) => expect(timeline.textUntil(ms)).toBe(text))
})
