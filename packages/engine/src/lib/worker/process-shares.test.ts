import { describe, expect, it } from 'vitest'
import { ProcessShares } from './process-shares.ts'

type Step = readonly ['begin' | 'end', process: number, caller: string] | readonly ['pass', ms: number]

describe('ProcessShares', () => {
  it.each<{ story: string; steps: readonly Step[]; may: Readonly<Record<string, boolean>> }>([
    { story: 'nothing ran', steps: [], may: { ann: true, bob: true } },
    {
      story: 'a short task runs',
      steps: [
        ['begin', 1, 'ann'],
        ['pass', 50],
      ],
      may: { ann: false, bob: true },
    },
    {
      story: 'a long task runs',
      steps: [
        ['begin', 1, 'ann'],
        ['pass', 5_000],
      ],
      may: { ann: false, bob: true },
    },
    {
      story: 'a long task has ended',
      steps: [
        ['begin', 1, 'ann'],
        ['pass', 500],
        ['end', 1, 'ann'],
      ],
      may: { ann: true, bob: true },
    },
    {
      story: 'a caller of long tasks waits for another',
      steps: [
        ['begin', 1, 'ann'],
        ['pass', 500],
        ['end', 1, 'ann'],
        ['begin', 1, 'eve'],
        ['pass', 500],
      ],
      may: { ann: false, eve: false, bob: true },
    },
    {
      story: 'a long task is forgotten',
      steps: [
        ['begin', 1, 'ann'],
        ['pass', 500],
        ['end', 1, 'ann'],
        ['begin', 1, 'eve'],
        ['pass', 4_500],
      ],
      may: { ann: true, eve: false },
    },
    {
      story: 'many short tasks fill a process',
      steps: [
        ...Array.from({ length: 5 }).flatMap<Step>(() => [
          ['begin', 2, 'ann'],
          ['pass', 90],
          ['end', 2, 'ann'],
        ]),
        ['begin', 1, 'eve'],
        ['pass', 101],
      ],
      may: { ann: false, bob: true },
    },
    {
      story: 'short tasks leave pauses',
      steps: [
        ...Array.from({ length: 50 }).flatMap<Step>(() => [
          ['begin', 2, 'ann'],
          ['pass', 20],
          ['end', 2, 'ann'],
          ['pass', 400],
        ]),
        ['begin', 1, 'eve'],
        ['pass', 101],
      ],
      may: { ann: true },
    },
  ])('decides when $story', ({ steps, may }) => {
    let now = 0
    const shares = new ProcessShares<number>({ maxProcesses: 1, spareAfterMs: 100, idleMs: 10_000, now: () => now })
    for (const [what, value, caller = ''] of steps) {
      if (what === 'begin') shares.begin(value, caller)
      else if (what === 'end') shares.end(value)
      else now += value
    }
    expect(Object.fromEntries(Object.keys(may).map((caller) => [caller, shares.mayBegin(caller)]))).toEqual(may)
  })

  it('prefers the processor time of a task to its duration', () => {
    let now = 0
    const shares = new ProcessShares<number>({ maxProcesses: 1, spareAfterMs: 100, idleMs: 10_000, now: () => now })
    shares.begin(1, 'eve')
    shares.begin(2, 'ann')
    now = 500
    shares.end(2, 20)
    expect(shares.mayBegin('ann')).toBe(true)
  })

  it('leaves spare processes to short tasks', () => {
    let now = 0
    const shares = new ProcessShares<number>({ maxProcesses: 1, spareAfterMs: 100, idleMs: 10_000, now: () => now })
    expect(shares.mayBegin('eve', true)).toBe(true)
    shares.begin(1, 'eve', true)
    expect([shares.mayBegin('ann', true), shares.mayBegin('ann')]).toEqual([false, true])
    shares.begin(2, 'ann')
    now = 10
    shares.end(1, 10)
    expect([shares.mayBegin('eve', true), shares.mayBegin('bob', true)]).toEqual([true, true])
  })

  it('is shared while two callers come and go', () => {
    let now = 0
    const shares = new ProcessShares<number>({ maxProcesses: 1, spareAfterMs: 100, idleMs: 1_000, now: () => now })
    const visit = (caller: string, at: number) => {
      now = at
      shares.visit(caller)
      return shares.areShared
    }
    expect([visit('ann', 0), visit('ann', 500), visit('bob', 1_000)]).toEqual([false, false, true])
    expect([visit('bob', 1_400), visit('bob', 1_600), visit('ann', 1_700)]).toEqual([true, false, true])
  })

  it('is not shared with the program itself, whose tasks have no caller', () => {
    const shares = new ProcessShares<number>({ maxProcesses: 1, spareAfterMs: 100, idleMs: 1_000, now: () => 0 })
    for (const caller of ['', 'ann', '', 'ann']) shares.visit(caller)
    expect(shares.areShared).toBe(false)
    shares.visit('bob')
    expect(shares.areShared).toBe(true)
  })

  it('waits for the latest task to become long', () => {
    let now = 0
    const shares = new ProcessShares<number>({ maxProcesses: 1, spareAfterMs: 100, idleMs: 10_000, now: () => now })
    shares.begin(1, 'ann')
    now = 70
    shares.begin(2, 'bob')
    expect(shares.untilAllLong()).toBe(100)
    now = 170
    expect(shares.untilAllLong()).toBe(0)
    shares.begin(3, 'eve', true)
    expect(shares.untilAllLong()).toBe(0)
  })
})
