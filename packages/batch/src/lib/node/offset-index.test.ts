import fc from 'fast-check'
import { expect, it } from 'vitest'
import { OffsetIndex } from './offset-index.ts'

it('finds every offset of an id', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 3 }), { maxLength: 500 }), (ids) => {
      const index = new OffsetIndex()
      for (const [offset, id] of ids.entries()) index.add(id, offset)
      expect(index.size).toBe(ids.length)
      for (const [offset, id] of ids.entries()) expect([...index.find(id)]).toContain(offset)
    }),
  )
})

it('keeps chains short for consecutive numbers, and positions beyond 4 GiB', () => {
  const index = new OffsetIndex()
  const count = 100_000
  for (let id = 0; id < count; id += 1) index.add(String(id), 2 ** 40 + id)
  let candidates = 0
  for (let id = 0; id < count; id += 1) {
    const offsets = [...index.find(String(id))]
    expect(offsets).toContain(2 ** 40 + id)
    candidates += offsets.length
  }
  expect(candidates).toBeLessThan(count * 1.001)
})
