import { expect, it } from 'vitest'
import { GrowingText } from './growing-text.ts'

it.each([0, 1, 1_023, 1_024, 1_025, 5_000])('is the text of %d chunks, and can be read in between', (count) => {
  const text = new GrowingText()
  let expected = ''
  for (let index = 0; index < count; index += 1) {
    text.add(`${index} `)
    expected += `${index} `
    if (index % 700 === 0) expect(text.toString()).toBe(expected)
  }
  expect(text.toString()).toBe(expected)
})
