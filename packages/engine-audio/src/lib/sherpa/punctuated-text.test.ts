import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keepsWords, lowerCapitals, writeMarks } from './punctuated-text.ts'

describe('writeMarks', () => {
  it.each([
    ['how are you？i am fine。', 'How are you? I am fine.'],
    ['however，i know、i think', 'However, I know, I think'],
    ['你好吗？我很好，thank you。再见！', '你好吗？我很好，thank you. 再见！'],
    ['it is 5。that is all。', 'It is 5. That is all.'],
    ['how are you? i am in Omsk.', 'how are you? i am in Omsk.'],
    ["i'm sure i won't, says hi-fi", "I'm sure I won't, says hi-fi"],
    ['как дела? хорошо.', 'Как дела? Хорошо.'],
    ['', ''],
  ])('%j becomes %j', (text, expected) => {
    expect(writeMarks(text)).toBe(expected)
  })

  it('keeps all letters and digits, whatever the text', () => {
    const text = fc.string({ unit: fc.constantFrom(..."ab i你好5ж，。？、,. '-") })
    const lettersOf = (value: string) => value.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
    fc.assert(fc.property(text, (value) => lettersOf(writeMarks(value)) === lettersOf(value)))
  })
})

it.each([
  ['HELLO WORLD', 'hello world'],
  ['Hello world', 'Hello world'],
  ['ПРИВЕТ', 'привет'],
  ['你好', '你好'],
])('lowerCapitals writes %j as %j', (text, expected) => {
  expect(lowerCapitals(text)).toBe(expected)
})

it.each([
  ['hello 你好 it is 5', true],
  ['für dich', false],
  ['привет', false],
])('keepsWords(%j) is %s', (text, expected) => {
  expect(keepsWords(text)).toBe(expected)
})
