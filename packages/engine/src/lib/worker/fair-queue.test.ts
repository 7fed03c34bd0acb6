import fc from 'fast-check'
import { expect, it } from 'vitest'
import { FairQueue } from './fair-queue.ts'

const callers = fc.constantFrom('a', 'b', 'c', 'd')
const steps = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('push' as const), caller: callers }),
    fc.record({ kind: fc.constant('take' as const), caller: callers }),
    fc.record({ kind: fc.constant('remove' as const), caller: callers }),
    fc.record({ kind: fc.constant('end' as const), caller: callers }),
  ),
  { maxLength: 200 },
)

it('serves each caller in order, and none twice while another waits', () => {
  fc.assert(
    fc.property(steps, (arrivals) => {
      const queue = new FairQueue<{ caller: string; index: number }>()
      const waiting = new Map<string, { caller: string; index: number }[]>()
      /** Callers served since each caller began to wait. */
      const passed = new Map<string, Set<string>>()
      for (const [index, { kind, caller }] of arrivals.entries()) {
        const lane = waiting.get(caller) ?? []
        if (kind === 'push') {
          const item = { caller, index }
          if (lane.length === 0) passed.set(caller, new Set())
          waiting.set(caller, [...lane, item])
          queue.push(caller, item)
        } else if (kind === 'end') {
          queue.endTurn(caller)
          // All other waiting callers now come first.
          if (lane.length > 0) passed.set(caller, new Set())
        } else if (kind === 'remove') {
          const item = lane.at(-1) ?? { caller, index: -1 }
          queue.remove(caller, item)
          waiting.set(caller, lane.slice(0, -1))
        } else {
          const item = queue.take()
          const expected = [...waiting.values()].flat()
          if (!item) expect(expected).toEqual([])
          else {
            expect(waiting.get(item.caller)?.[0]).toBe(item)
            for (const [other, served] of passed) {
              if (other === item.caller || !waiting.get(other)?.length) continue
              expect(served.has(item.caller)).toBe(false)
              served.add(item.caller)
            }
            passed.set(item.caller, new Set())
            waiting.set(item.caller, waiting.get(item.caller)?.slice(1) ?? [])
          }
        }
        expect(queue.size).toBe([...waiting.values()].flat().length)
      }
      expect(queue.drain()).toHaveLength([...waiting.values()].flat().length)
      expect(queue.take()).toBeUndefined()
    }),
  )
})

it('serves preferred callers first, but at most three times in a row', () => {
  const queue = new FairQueue<string>()
  const turn = () => queue.take(undefined, (caller) => caller !== 'heavy')
  for (const index of [1, 2]) queue.push('heavy', `heavy ${index}`)
  for (let index = 0; index < 3; index++) for (const caller of ['ann', 'bob']) queue.push(caller, `${caller} ${index}`)
  const order = Array.from({ length: 9 }, turn)
  expect(order).toEqual(['ann 0', 'bob 0', 'ann 1', 'heavy 1', 'bob 1', 'ann 2', 'bob 2', 'heavy 2', undefined])
})

it('overtakes no caller more than three times per waiting caller before it, whoever is preferred', () => {
  const arrivals = fc.array(fc.record({ caller: callers, takes: fc.nat(2) }), { maxLength: 200 })
  fc.assert(
    fc.property(arrivals, fc.uniqueArray(callers), (all, preferred) => {
      const queue = new FairQueue<string>()
      /** Turns of others since each caller began to wait. */
      const waits = new Map<string, { items: number; turns: number }>()
      const take = () => {
        const caller = queue.take(undefined, (name) => preferred.includes(name as never))
        if (caller === undefined) return
        for (const [other, wait] of waits) if (other !== caller) wait.turns++
        const own = waits.get(caller)!
        if (--own.items === 0) waits.delete(caller)
        own.turns = 0
        // Each of at most three callers before it, and every turn of one of them after three that overtake.
        for (const wait of waits.values()) expect(wait.turns).toBeLessThanOrEqual(16)
      }
      for (const { caller, takes } of all) {
        const wait = waits.get(caller)
        if (wait) wait.items++
        else waits.set(caller, { items: 1, turns: 0 })
        queue.push(caller, caller)
        for (let index = 0; index < takes; index++) take()
      }
      while (queue.size > 0) take()
    }),
  )
})
