import { describe, expect, it } from 'vitest'
import { watchChildProcesses } from '../../../test/child-processes.ts'
import { createTrialHost, type TrialHost } from '../../../test/trial-task.ts'

const echo = (host: TrialHost, caller: string, value: unknown = caller) => host.run({ do: 'echo', value }, { caller })

/** Starts a task that never ends, and returns once it runs. */
async function spin(
  host: TrialHost,
  caller: string,
  isLong = false,
): Promise<{ ended: Promise<unknown>; abort: () => void }> {
  const aborting = new AbortController()
  const events = host.stream({ do: 'spin', how: 'javascript' }, { caller, signal: aborting.signal, isLong })
  await events.next()
  const ended = events.next().catch((reason: unknown) => reason)
  return { ended, abort: () => aborting.abort() }
}

describe('a spare process', () => {
  it("answers other callers while one caller's task does not end", async () => {
    await using host = createTrialHost({ spareProcesses: 1 })
    const order: string[] = []
    const { ended } = await spin(host, 'eve')
    const noted = ended.then(() => order.push('eve ended'))
    for (let index = 0; index < 20; index++) order.push((await echo(host, `user ${index % 3}`)) as string)
    await host.close()
    await noted
    expect(order).toEqual([...Array.from({ length: 20 }, (_, index) => `user ${index % 3}`), 'eve ended'])
  })

  it('is not for the next task of the same caller', async () => {
    await using host = createTrialHost({ spareProcesses: 1 })
    const order: unknown[] = []
    const { ended, abort } = await spin(host, 'eve')
    const next = echo(host, 'eve').then((caller) => order.push(caller))
    const noted = ended.then(() => order.push('eve ended'))
    for (const caller of ['ann', 'bob', 'ann']) order.push(await echo(host, caller))
    abort()
    await Promise.all([noted, next])
    expect(order).toEqual(['ann', 'bob', 'ann', 'eve ended', 'eve'])
  })

  it('is not started for one caller alone', async () => {
    using processes = watchChildProcesses()
    await using host = createTrialHost({ spareProcesses: 1, spareAfterMs: 0 })
    const long = host.run({ do: 'count', to: 3_000 }, { caller: 'ann', onEvent: () => {} })
    expect(await Promise.all([long, echo(host, 'ann'), echo(host, 'ann')])).toEqual([3_000, 'ann', 'ann'])
    expect(processes.startedCount).toBe(1)
  })

  it('is not started when there are none', async () => {
    using processes = watchChildProcesses()
    await using host = createTrialHost({ spareAfterMs: 0 })
    const long = host.run({ do: 'count', to: 3_000 }, { caller: 'ann', onEvent: () => {} })
    expect(await Promise.all([long, echo(host, 'bob')])).toEqual([3_000, 'bob'])
    expect(processes.startedCount).toBe(1)
  })

  it('is one of a limited number', async () => {
    await using host = createTrialHost({ spareProcesses: 1 })
    const order: unknown[] = []
    const { ended, abort } = await spin(host, 'eve')
    await spin(host, 'mallory')
    const noted = ended.then(() => order.push('eve ended'))
    const waiting = echo(host, 'bob').then((caller) => order.push(caller))
    expect(host.stats().processes).toHaveLength(2)
    abort()
    await Promise.all([noted, waiting])
    expect(order).toEqual(['eve ended', 'bob'])
  })

  it('stays free when callers of long tasks have ended one and begin another', async () => {
    await using host = createTrialHost({ spareProcesses: 1 })
    const { ended, abort } = await spin(host, 'eve')
    expect(await echo(host, 'bob')).toBe('bob')
    abort()
    await ended
    const order: unknown[] = []
    await spin(host, 'eve')
    const queued = echo(host, 'eve').catch(({ code }) => code)
    for (let index = 0; index < 5; index++) order.push(await echo(host, 'bob'))
    expect(order).toEqual(['bob', 'bob', 'bob', 'bob', 'bob'])
    await host.close()
    expect(await queued).toBe('closed')
  })

  it('is started ahead of the next caller once there were several', async () => {
    await using host = createTrialHost({ spareProcesses: 1 })
    for (const caller of ['ann', 'bob']) await echo(host, caller)
    expect(host.stats().processes).toHaveLength(1)
    await spin(host, 'eve')
    await expect.poll(() => host.stats().processes).toHaveLength(2)
  })

  it('keeps tasks known to be long from occupying all processes, whoever begins them', async () => {
    await using host = createTrialHost({ spareProcesses: 2, spareAfterMs: 60_000 })
    for (const caller of ['ann', 'bob']) await echo(host, caller)
    const order: unknown[] = []
    const spins = Array.from({ length: 5 }, (_, index) => spin(host, `eve ${index}`, true))
    const codes = spins.map((begun) => begun.then(({ ended }) => ended).catch(({ code }) => code))
    const noted = Promise.all(codes).then(() => order.push('all ended'))
    const echoes = async () => {
      for (let index = 0; index < 10; index++) order.push(await echo(host, `user ${index % 3}`))
    }
    await echoes()
    await Promise.any(spins)
    await echoes()
    expect(host.stats()).toMatchObject({ queuedTasks: 4 })
    await host.close()
    await noted
    const users = Array.from({ length: 10 }, (_, index) => `user ${index % 3}`)
    expect(order).toEqual([...users, ...users, 'all ended'])
  })

  it('performs its warm-up task before the tasks of callers', async () => {
    const spareWarmUp = { do: 'echo', value: 'warm' }
    await using host = createTrialHost({ spareProcesses: 1, spareWarmUp })
    await spin(host, 'eve')
    expect(await echo(host, 'bob')).toBe('bob')
    expect(host.stats().processes.map(({ finishedTasks }) => finishedTasks)).toEqual([0, 2])
  })

  it('ends when idle', async () => {
    using processes = watchChildProcesses()
    await using host = createTrialHost({ spareProcesses: 1, idleMs: 50 })
    const { ended, abort } = await spin(host, 'eve')
    expect(await echo(host, 'bob')).toBe('bob')
    abort()
    await ended
    await expect.poll(() => processes.running).toHaveLength(0)
    expect(host.stats()).toEqual({ queuedTasks: 0, processes: [] })
  })
})

describe('a caller of short tasks', () => {
  it('is served before callers whose tasks were long, without any spare process', async () => {
    await using host = createTrialHost({ maxProcesses: 2, spareAfterMs: 0 })
    const order: unknown[] = []
    const [eve, mallory] = [await spin(host, 'eve'), await spin(host, 'mallory')]
    const waiting = ['mallory', 'bob'].map((caller) => echo(host, caller).then((answer) => order.push(answer)))
    eve.abort()
    await Promise.all(waiting)
    expect(order).toEqual(['bob', 'mallory'])
    mallory.abort()
    await Promise.all([eve.ended, mallory.ended])
  })
})
