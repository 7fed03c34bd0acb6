import { describe, expect, it } from 'vitest'
import { createTrialHost } from '../../../test/trial-task.ts'

describe('the queue of a host', () => {
  it('serves callers in turn', async () => {
    await using host = createTrialHost()
    const order: string[] = []
    const run = (caller: string, value: number) =>
      host.run({ do: 'echo', value }, { caller }).then(() => order.push(`${caller}${value}`))
    await Promise.all([run('a', 1), run('a', 2), run('a', 3), run('b', 1), run('b', 2), run('c', 1)])
    expect(order).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3'])
  })

  it('serves a caller who arrives during the turn of another next', async () => {
    await using host = createTrialHost()
    const order: string[] = []
    const run = (caller: string, value: number) =>
      host.run({ do: 'echo', value }, { caller }).then(() => order.push(`${caller}${value}`))
    let arrivals: Promise<unknown> | undefined
    const double = async (value: number) => {
      arrivals = Promise.all([run('a', 2), run('a', 3), run('b', 1), run('b', 2)])
      return value
    }
    await host.run({ do: 'call', name: 'double', input: 1 }, { caller: 'a', calls: { double } })
    await arrivals
    expect(order).toEqual(['b1', 'a2', 'b2', 'a3'])
  })

  it('rejects a task when it is full', async () => {
    await using host = createTrialHost({ maxQueued: 2 })
    const events = host.stream({ do: 'wait' })
    await events.next()
    const waiting = [1, 2].map((value) => host.run({ do: 'echo', value }))
    const refused = host.run({ do: 'echo', value: 3 })
    await expect(refused).rejects.toMatchObject({ code: 'busy', status: 503, retryAfterSeconds: expect.any(Number) })
    await events.return(undefined)
    expect(await Promise.all(waiting)).toEqual([1, 2])
  })

  it('removes a task that is aborted in the queue', async () => {
    await using host = createTrialHost()
    const events = host.stream({ do: 'wait' })
    await events.next()
    const abort = new AbortController()
    const waiting = host.run({ do: 'echo', value: 1 }, { signal: abort.signal })
    expect(host.stats().queuedTasks).toBe(1)
    abort.abort('not needed')
    await expect(waiting).rejects.toBe('not needed')
    expect(host.stats().queuedTasks).toBe(0)
    await events.return(undefined)
  })

  it('rejects a task that waits too long', async () => {
    await using host = createTrialHost({ queueTimeoutMs: 20 })
    await expect(host.run({ do: 'echo', value: 1 })).rejects.toMatchObject({
      message: 'The trial was busy for 20 ms. Try again later.',
      code: 'busy',
      status: 503,
    })
  })

  it('runs as many processes as it may', async () => {
    await using host = createTrialHost({ maxProcesses: 2 })
    const waits = [host.stream({ do: 'wait' }), host.stream({ do: 'wait' })]
    await Promise.all(waits.map((events) => events.next()))
    const { processes } = host.stats()
    expect(processes.map(({ state }) => state)).toEqual(['busy', 'busy'])
    expect(new Set(processes.map(({ pid }) => pid)).size).toBe(2)
  })
})

describe('closing a host', () => {
  it('rejects running, queued and later tasks', async () => {
    const host = createTrialHost()
    const events = host.stream({ do: 'spin', how: 'javascript' })
    await events.next()
    const outcomes = Promise.allSettled([events.next(), host.run({ do: 'echo', value: 1 })])
    await Promise.all([host.close(), host.close()])
    const closed = { code: 'closed', status: 503 }
    expect(await outcomes).toMatchObject([{ reason: closed }, { reason: closed }])
    await expect(host.run({ do: 'echo', value: 1 })).rejects.toMatchObject(closed)
    expect(host.stats()).toEqual({ queuedTasks: 0, processes: [] })
    await host.close()
  })

  it('is at once where nothing ran, and while a process starts', async () => {
    await createTrialHost().close()
    const host = createTrialHost()
    const task = host.run({ do: 'echo', value: 1 }).catch((reason: unknown) => reason)
    await host.close()
    expect(await task).toMatchObject({ code: 'closed' })
  })
})
