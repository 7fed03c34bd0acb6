import { expect, it } from 'vitest'
import { pad, textWidth, truncate } from './text-width.ts'

it.each([
  ['plain', 'chat', 4],
  ['Cyrillic', 'чат', 3],
  ['combining accents', 'e\u0301', 1],
  ['Chinese', '思考', 4],
  ['an emoji', '🦊', 2],
  ['a text symbol', '☀', 1],
  ['the same symbol as an emoji', '☀\ufe0f', 2],
  ['a keycap', '1\ufe0f\u20e3', 2],
  ['a flag', '🇫🇷', 2],
  ['a family of several emoji', '👩\u200d👧', 2],
])('measures %s', (_, text, width) => {
  expect(textWidth(text)).toBe(width)
  expect(pad(text, 6)).toBe(text + ' '.repeat(6 - width))
})

it('never cuts an emoji in two', () => {
  expect(truncate('☀\ufe0f☀\ufe0f☀\ufe0f', 4)).toBe('☀\ufe0f…')
})
