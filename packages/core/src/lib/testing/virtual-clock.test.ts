import { describe, expect, it } from 'vitest'
import { sleep } from '../abortable.ts'
import { createVirtualClock } from './virtual-clock.ts'

describe('createVirtualClock', () => {
  it('runs what becomes due, in order of time and then of setting', async () => {
    const clock = createVirtualClock(1_000)
    const ran: string[] = []
    const note = (name: string) => () => void ran.push(`${name} at ${clock.now()}`)
    clock.setTimeout(note('c'), 30)
    clock.setTimeout(note('a'), 10)
    clock.setTimeout(note('b'), 10)
    clock.setTimeout(note('late'), 31)
    expect(clock.pending.map(({ dueAtMs }) => dueAtMs)).toEqual([1_010, 1_010, 1_030, 1_031])
    await clock.advance(30)
    expect(ran).toEqual(['a at 1010', 'b at 1010', 'c at 1030'])
    expect([clock.now(), clock.pending.length]).toEqual([1_030, 1])
  })

  it('stands still by itself, and forgets what is cleared', async () => {
    const clock = createVirtualClock()
    const startedAtMs = clock.now()
    const timer = clock.setTimeout(() => expect.unreachable(), 5)
    expect(clock.now()).toBe(startedAtMs)
    clock.clearTimeout(timer)
    clock.clearTimeout(undefined)
    await clock.advance(10)
    expect([clock.pending, clock.now()]).toEqual([[], startedAtMs + 10])
  })

  it('runs timers that timers set, once what follows from each has settled', async () => {
    const clock = createVirtualClock(0)
    const woke: number[] = []
    const walk = async (): Promise<void> => {
      for (let step = 0; step < 3; step += 1) {
        await sleep(10, { clock })
        woke.push(clock.now())
      }
    }
    const walking = walk()
    await clock.advance(25)
    expect(woke).toEqual([10, 20])
    await clock.run(walking)
    expect(woke).toEqual([10, 20, 30])
    expect(clock.now()).toBe(30)
  })

  it('runs a promise to its result, its rejection, or says that nothing can bring it on', async () => {
    const clock = createVirtualClock()
    const wait = async (): Promise<string> => {
      await sleep(3_600_000, { clock })
      return 'done'
    }
    expect(await clock.run(wait())).toBe('done')
    await expect(clock.run(Promise.reject(new Error('no')))).rejects.toThrow('no')
    await expect(clock.run(new Promise(() => {}))).rejects.toThrow(/still pending/)
  })
})
