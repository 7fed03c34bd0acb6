import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { agingInterval, type Priority, priorities, type Waiting, WaitQueue } from './wait-queue.ts'

interface Item extends Waiting {
  readonly id: number
}

let lastId = 0
const item = (key: string, priority: Priority = 'normal', isRepeated = false): Item => {
  lastId += 1
  return { id: lastId, key, priority, isRepeated }
}

const anyItem = fc
  .record({ key: fc.constantFrom('a', 'b', 'c'), priority: fc.constantFrom(...priorities), isRepeated: fc.boolean() })
  .map(({ key, priority, isRepeated }) => item(key, priority, isRepeated))
const anyStep = fc.oneof(
  anyItem.map((added) => ({ kind: 'add' as const, added })),
  fc.constant({ kind: 'take' as const }),
  fc.nat().map((index) => ({ kind: 'remove' as const, index })),
)

describe('the queue', () => {
  it('neither loses nor duplicates an item, and keeps the order of arrival within a key', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 200 }), (steps) => {
        const queue = new WaitQueue<Item>()
        const waiting: Item[] = []
        for (const step of steps) {
          if (step.kind === 'add') {
            queue.add(step.added)
            waiting.push(step.added)
          } else if (step.kind === 'remove') {
            const removed = waiting.splice(step.index % (waiting.length || 1), 1)[0]
            if (removed) expect(queue.remove(removed)).toBe(true)
            if (removed) expect(queue.remove(removed)).toBe(false)
          } else {
            const next = queue.peek()
            const taken = queue.take()
            expect(taken).toBe(next)
            if (!taken) expect(waiting).toEqual([])
            const index = waiting.indexOf(taken as Item)
            if (taken) expect(index).toBeGreaterThanOrEqual(0)
            if (taken) waiting.splice(index, 1)
          }
          expect(queue.size).toBe(waiting.length)
        }
      }),
    )
  })

  it('serves every other key at most once before a key that waits, within a priority', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 60 }),
        fc.nat({ max: 5 }),
        (keys, taken) => {
          const queue = new WaitQueue<Item>()
          for (const key of keys) queue.add(item(key))
          for (let count = 0; count < taken; count += 1) queue.take()
          const late = item('late')
          queue.add(late)
          const served: string[] = []
          for (let next = queue.take(); next && next !== late; next = queue.take()) served.push(next.key)
          // The calls that have waited longest take a turn of their own.
          expect(served.length).toBeLessThanOrEqual(new Set(keys).size + 1)
        },
      ),
    )
  })

  it('serves higher priorities first, and every eighth call by its time of waiting', () => {
    const queue = new WaitQueue<Item>()
    const low = item('a', 'low')
    queue.add(low)
    for (let count = 0; count < 20; count += 1) queue.add(item('a', 'high'))
    const order = Array.from({ length: 10 }, () => queue.take()?.priority)
    expect(order.indexOf('low')).toBe(agingInterval - 1)
    expect(order.filter((priority) => priority === 'high')).toHaveLength(9)
  })

  it('serves repeated calls before others of their key', () => {
    const queue = new WaitQueue<Item>()
    const items = [item('a'), item('a', 'normal', true), item('a')]
    for (const one of items) queue.add(one)
    expect([queue.take(), queue.take(), queue.take()]).toEqual([items[1], items[0], items[2]])
  })
})
