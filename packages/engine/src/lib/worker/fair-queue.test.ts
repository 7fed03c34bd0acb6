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
