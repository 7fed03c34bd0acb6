import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createLifetime } from './create-lifetime.ts'
import { State } from './state.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

describe('State', () => {
  it('publishes any number of changes once per frame, and keeps them unreadable before', () => {
    const state = new State({ text: '' })
    const seen: string[] = []
    let reads = 0
    state.subscribe(() => seen.push(state.getSnapshot().text))
    const before = state.getSnapshot()
    for (let count = 1; count <= 10_000; count += 1) {
      state.setInFrame(() => {
        reads += 1
        return { text: `${count}` }
      })
      expect(state.getSnapshot()).toBe(before)
    }
    vi.advanceTimersByTime(16)
    expect([seen, reads]).toEqual([['10000'], 1])
    expect(state.getInitialSnapshot()).toBe(before)
  })

  it('publishes what waits for the frame together with an immediate change, and no timer remains', () => {
    const state = new State({ text: '', isDone: false })
    const seen: object[] = []
    state.subscribe(() => seen.push(state.getSnapshot()))
    state.setInFrame(() => ({ text: 'a' }))
    state.set({ isDone: true })
    vi.runAllTimers()
    expect([seen, vi.getTimerCount()]).toEqual([[{ text: 'a', isDone: true }], 0])
  })

  it('calls a function that is added twice twice, until both are removed', () => {
    const state = new State({ count: 0 })
    const listener = vi.fn()
    const [first, second] = [state.subscribe(listener), state.subscribe(listener)]
    state.set({ count: 1 })
    first()
    first()
    state.set({ count: 2 })
    second()
    state.set({ count: 3 })
    expect(listener).toHaveBeenCalledTimes(3)
  })
})

describe('createLifetime', () => {
  it('starts and ends once however users come and go within a task', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(fc.boolean(), { maxLength: 6 }), { maxLength: 8 }), async (tasks) => {
        const events: string[] = []
        const retain = createLifetime({ onStart: () => events.push('start'), onEnd: () => events.push('end') })
        const releases: (() => void)[] = []
        const expected: string[] = []
        let users = 0
        for (const task of tasks) {
          const before = users > 0
          for (const arrives of task) {
            if (arrives) releases.push(retain())
            const release = arrives ? undefined : releases.pop()
            release?.()
            release?.()
            users = releases.length
          }
          await Promise.resolve()
          if (users > 0 !== before) expected.push(users > 0 ? 'start' : 'end')
        }
        expect(events).toEqual(expected)
      }),
    )
  })
})
