import { readdirSync, readFileSync } from 'node:fs'
import { constants } from 'node:os'
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
    // Long enough that no answer of a busy machine is a long task.
    await using host = createTrialHost({ spareProcesses: 1, spareAfterMs: 1_000 })
    for (const caller of ['ann', 'bob', 'ann', 'bob']) await echo(host, caller)
    expect(host.stats().processes).toHaveLength(1)
    await spin(host, 'eve')
    await expect.poll(() => host.stats().processes, { timeout: 10_000 }).toHaveLength(2)
  })

  it('is not started ahead while the first tasks load modules', async () => {
    using processes = watchChildProcesses()
    await using host = createTrialHost({ spareProcesses: 1, spareAfterMs: 0 })
    for (const caller of ['ann', 'bob']) expect(await echo(host, caller)).toBe(caller)
    expect(await host.run({ do: 'count', to: 3_000 }, { caller: 'ann', onEvent: () => {} })).toBe(3_000)
    expect(processes.startedCount).toBe(1)
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

describe('a heavy task', () => {
  const { PRIORITY_NORMAL: normal, PRIORITY_BELOW_NORMAL: low } = constants.priority
  const readPriority = (host: TrialHost, caller: string, isLong = false) =>
    host.run({ do: 'priority' }, { caller, isLong })

  it('runs at a low priority, apart from short ones, once there were several callers', async () => {
    using processes = watchChildProcesses()
    await using host = createTrialHost({ spareProcesses: 2, spareAfterMs: 60_000 })
    for (const caller of ['ann', 'bob']) await echo(host, caller)
    const priorities: unknown[] = []
    for (let round = 0; round < 3; round++)
      priorities.push(await readPriority(host, `eve ${round}`, true), await readPriority(host, 'ann'))
    expect(priorities).toEqual([low, normal, low, normal, low, normal])
    expect(processes.startedCount).toBe(2)
  })

  it('of a lone caller runs as any other, whatever the program does itself', async () => {
    using processes = watchChildProcesses()
    await using host = createTrialHost({ spareProcesses: 2, spareAfterMs: 0 })
    const priorities: unknown[] = []
    for (let round = 0; round < 5; round++) {
      await host.run({ do: 'echo', value: 'warm' })
      priorities.push(await readPriority(host, 'ann', true))
    }
    expect(priorities).toEqual([normal, normal, normal, normal, normal])
    expect(processes.startedCount).toBe(1)
  })

  it.runIf(process.platform === 'linux')('lowers the priority of all threads of an idle process', async () => {
    using processes = watchChildProcesses()
    await using host = createTrialHost({ spareProcesses: 2 })
    const aborting = new AbortController()
    const events = host.stream({ do: 'wait' }, { caller: 'eve', signal: aborting.signal })
    await events.next()
    expect(await echo(host, 'bob')).toBe('bob')
    aborting.abort()
    await expect.poll(() => host.stats().processes.map(({ state }) => state)).toEqual(['idle', 'idle'])
    const { pid } = (await host.run({ do: 'inspect' }, { caller: 'eve', isLong: true })) as { pid: number }
    expect(new Set(readThreadPriorities(pid))).toEqual(new Set([low]))
    expect(await readPriority(host, 'bob')).toBe(normal)
    expect(processes.startedCount).toBe(2)
  })

  it('is performed while short ones fill the regular processes', async () => {
    await using host = createTrialHost({ spareProcesses: 1 })
    for (const caller of ['ann', 'bob']) await echo(host, caller)
    let isDone = false
    const heavy = readPriority(host, 'eve', true).finally(() => {
      isDone = true
    })
    const short = ['ann', 'bob'].map(async (caller) => {
      while (!isDone) await echo(host, caller)
    })
    await Promise.all(short)
    expect(await heavy).toBe(low)
  })

  it('leaves its process to a short one that finds no other', async () => {
    await using host = createTrialHost({ spareProcesses: 1 })
    for (const caller of ['ann', 'bob']) await echo(host, caller)
    expect(await readPriority(host, 'eve', true)).toBe(low)
    await spin(host, 'ann')
    expect(await readPriority(host, 'bob')).toBe(low)
  })
})

function readThreadPriorities(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).map((threadId) => {
    const status = readFileSync(`/proc/${pid}/task/${threadId}/stat`, 'utf8')
    // The second field, the name in parentheses, may contain spaces.
    return Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[16])
  })
}
