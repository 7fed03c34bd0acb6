import { expect, it } from 'vitest'
import { splitBatches } from './split-batches.ts'

it.each([
  { story: 'no text', lengths: [], batches: [] },
  { story: 'short texts', lengths: Array(130).fill(1), batches: [64, 64, 2] },
  { story: 'long texts', lengths: [1_200, 800, 800, 1_200, 1_200], batches: [2, 2, 1] },
  { story: 'a text beyond the limit', lengths: [1, 50_000, 1], batches: [1, 1, 1] },
])('splits $story', ({ lengths, batches }) => {
  const texts = lengths.map((length, index) => `${index % 10}`.repeat(length))
  const split = [...splitBatches(texts)]
  expect(split.map((batch) => batch.length)).toEqual(batches)
  expect(split.flat()).toEqual(texts)
})
