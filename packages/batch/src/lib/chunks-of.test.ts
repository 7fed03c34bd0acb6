import fc from 'fast-check'
import { expect, it } from 'vitest'
import { chunksOf } from './chunks-of.ts'

it('groups all items in order, of both kinds of iterables', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer()),
      fc.integer({ min: 1, max: 9 }),
      fc.boolean(),
      async (items, size, isAsync) => {
        const chunks: number[][] = []
        for await (const chunk of chunksOf(isAsync ? fromAsync(items) : items, size)) chunks.push(chunk)
        expect(chunks.flat()).toEqual(items)
        expect(chunks.slice(0, -1).every(({ length }) => length === size)).toBe(true)
        expect(chunks.every(({ length }) => length >= 1 && length <= size)).toBe(true)
      },
    ),
  )
})

it('reads no further than the list that is consumed, and closes the input', async () => {
  let read = 0
  let isClosed = false
  function* count() {
    try {
      for (;;) yield read++
    } finally {
      isClosed = true
    }
  }
  for await (const chunk of chunksOf(count(), 3)) {
    expect(chunk).toEqual([0, 1, 2])
    break
  }
  expect({ read, isClosed }).toEqual({ read: 3, isClosed: true })
})

it.each([0, 1.5, -1, Number.NaN])('refuses the size %s', (size) => {
  expect(() => chunksOf([], size)).toThrow(RangeError)
})

async function* fromAsync<Item>(items: Iterable<Item>): AsyncGenerator<Item> {
  yield* items
}
