import { describe, expect, it } from 'vitest'
import { createTrialHost, type TrialHost } from '../../../test/trial-task.ts'
import { EngineInputError, EngineUnavailableError } from '../engine.ts'

const pidOf = (host: TrialHost) => host.stats().processes[0]?.pid

async function expectFreshProcess(host: TrialHost, formerPid: number | undefined): Promise<void> {
  expect(await host.run({ do: 'echo', value: 'next' })).toBe('next')
  const live = host.stats().processes.filter(({ state }) => state !== 'ending')
  expect(live.map(({ pid }) => pid)).not.toContain(formerPid)
}

describe('the deadline of a task', () => {
  it.each(['javascript', 'wasm', 'native'] as const)('kills a worker that spins in %s', async (how) => {
    await using host = createTrialHost()
    const events = host.stream({ do: 'spin', how }, { deadlineMs: 1_000 })
    await events.next()
    const pid = pidOf(host)
    const waiting = host.run({ do: 'echo', value: 'waiting' })
    const error = await events.next().catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(EngineUnavailableError)
    expect(error).toMatchObject({
      message: 'The trial did not finish within 1 s',
      code: 'deadline_exceeded',
      status: 504,
    })
    expect(await waiting).toBe('waiting')
    await expectFreshProcess(host, pid)
  })

  it('counts calls to the host, and cancels them', async () => {
    await using host = createTrialHost({ deadlineMs: 300 })
    let cancelReason: unknown
    const double = (_: number, { signal }: { signal: AbortSignal }) => {
      signal.addEventListener('abort', () => {
        cancelReason = signal.reason
      })
      return new Promise<number>(() => {})
    }
    const result = host.run({ do: 'call_forever' }, { calls: { double } })
    await expect(result).rejects.toMatchObject({ code: 'deadline_exceeded' })
    expect(cancelReason).toMatchObject({ code: 'deadline_exceeded' })
  })

  it.each([
    { limits: undefined, ms: 300 },
    { limits: {}, ms: 300 },
    { limits: { deadlineMs: undefined }, ms: 300 },
    { limits: { deadlineMs: 200 }, ms: 200 },
  ])('is that of the engine where the user sets none: $limits', async ({ limits, ms }) => {
    await using host = createTrialHost({ deadlineMs: 300, limits })
    const double = () => new Promise<number>(() => {})
    await expect(host.run({ do: 'call_forever' }, { calls: { double } })).rejects.toMatchObject({
      message: `The trial did not finish within ${ms} ms`,
      code: 'deadline_exceeded',
    })
  })

  it('does not count the time in the queue', async () => {
    await using host = createTrialHost()
    const spinning = host.run({ do: 'spin', how: 'javascript' }, { deadlineMs: 2_000 })
    const waiting = host.run({ do: 'echo', value: 1 }, { deadlineMs: 1_900 })
    await expect(spinning).rejects.toMatchObject({ code: 'deadline_exceeded' })
    expect(await waiting).toBe(1)
  })

  it('leaves the event loop of the host free', async () => {
    await using spinning = createTrialHost()
    await using other = createTrialHost()
    const events = spinning.stream({ do: 'spin', how: 'wasm' })
    await Promise.all([events.next(), other.run({ do: 'echo', value: 0 })])
    for (let index = 0; index < 100; index++) await other.run({ do: 'echo', value: index })
    expect(spinning.stats().processes).toMatchObject([{ state: 'busy' }])
  })
})

describe('an abort', () => {
  it('kills a worker that ignores it, and goes on with a fresh one', async () => {
    await using host = createTrialHost({ abortGraceMs: 50 })
    const abort = new AbortController()
    const spinning = host.run(
      { do: 'spin', how: 'javascript' },
      { signal: abort.signal, onEvent: () => abort.abort('stop') },
    )
    const waiting = host.run({ do: 'echo', value: 'waiting' })
    await expect(spinning).rejects.toBe('stop')
    const [aborted] = host.stats().processes
    expect(aborted).toMatchObject({ state: 'busy' })
    expect(await waiting).toBe('waiting')
    await expectFreshProcess(host, aborted?.pid)
  })
})

describe('the memory limit', () => {
  it.each(['arrays', 'objects'] as const)('kills a worker that fills 800 MB with %s', async (how) => {
    await using host = createTrialHost({ maxMemoryBytes: 300e6 })
    await host.run({ do: 'echo', value: 1 })
    const pid = pidOf(host)
    const error = await host.run({ do: 'allocate', how, megabytes: 800 }).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(EngineInputError)
    expect(error).toMatchObject({
      message: 'The trial needs more than 300 MB of memory for this input. Send a smaller one.',
      code: 'memory_exceeded',
    })
    await expectFreshProcess(host, pid)
  })

  it('replaces a process that keeps most of it', async () => {
    await using host = createTrialHost({ maxMemoryBytes: 400e6 })
    await host.run({ do: 'echo', value: 1 })
    const pid = pidOf(host)
    expect(await host.run({ do: 'allocate', how: 'arrays', megabytes: 260 })).toBe('allocated')
    await expectFreshProcess(host, pid)
  })

  it('is measured', async () => {
    await using host = createTrialHost()
    await host.run({ do: 'echo', value: 1 })
    const [stats] = host.stats().processes
    expect(stats).toMatchObject({ state: 'idle', finishedTasks: 1 })
    expect(stats?.residentBytes).toBeGreaterThan(20e6)
  })
})

describe('a crash', () => {
  it.each([
    { how: 'abort', cause: /was killed by SIGABRT/ },
    { how: 'exit', cause: /exited with code 3/ },
    { how: 'throw', cause: /exited with code 1.*thrown later/s },
    { how: 'reject', cause: /exited with code 1.*rejected later/s },
  ] as const)('by $how fails the task alone', async ({ how, cause }) => {
    await using host = createTrialHost()
    await host.run({ do: 'echo', value: 1 })
    const pid = pidOf(host)
    const crashing = host.run({ do: 'crash', how })
    const waiting = host.run({ do: 'echo', value: 'waiting' })
    const error = await crashing.catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(EngineUnavailableError)
    expect(error).toMatchObject({ message: 'The trial stopped unexpectedly', status: 500, code: 'failed' })
    expect(String((error as Error).cause)).toMatch(cause)
    expect(await waiting).toBe('waiting')
    await expectFreshProcess(host, pid)
  })
})

describe('a worker that does not start', () => {
  it.each([
    { module: 'throwing', startTimeoutMs: 30_000, cause: /no model file/ },
    { module: 'exiting', startTimeoutMs: 30_000, cause: /exited with code 3/ },
    { module: 'silent', startTimeoutMs: 700, cause: /did not load its module within 700 ms/ },
    { module: 'blocked', startTimeoutMs: 700, cause: /did not load its module within 700 ms/ },
  ])('fails all that wait, with the reason: $module', async ({ module, startTimeoutMs, cause }) => {
    const url = new URL(`../../../test/${module}-worker.ts`, import.meta.url)
    await using host = createTrialHost({ url, startTimeoutMs, maxProcesses: 2 })
    const outcomes = await Promise.allSettled([1, 2, 3].map((value) => host.run({ do: 'echo', value })))
    for (const outcome of outcomes) {
      const { reason } = outcome as PromiseRejectedResult
      expect(reason).toMatchObject({ message: 'The trial could not start', status: 503, code: 'failed' })
      expect(String(reason.cause)).toMatch(cause)
    }
    const refused = host.run({ do: 'echo', value: 4 })
    expect(host.stats().processes.filter(({ state }) => state !== 'ending')).toEqual([])
    await expect(refused).rejects.toMatchObject({ message: 'The trial could not start', retryAfterSeconds: 1 })
  })
})
