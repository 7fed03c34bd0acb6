import { expect, it } from 'vitest'
import { restoreText } from './restore-text.ts'

it.each([
  ['', ''],
  ['it is fine', 'It is fine.'],
  ["i think i'm late on monday", "I think I'm late on Monday."],
  ['mister dashwood paid twenty five percent', 'Mr. Dashwood paid 25%.'],
  ['at four thirty p. m.', 'At four 30 p.m.'],
])('restores %j to %j', (words, text) => {
  expect(restoreText(words.split(' ').filter(Boolean))).toBe(text)
})
