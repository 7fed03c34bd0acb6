import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { createTrialHost, type TrialHost, type TrialTask } from '../../../test/trial-task.ts'
import { EngineInputError, EngineUnavailableError } from '../engine.ts'
import { createWorkerHost } from './worker-host.ts'

const pidOf = (host: TrialHost) => host.stats().processes[0]?.pid

describe('createWorkerHost', () => {
  let host: TrialHost

  beforeAll(() => {
    host = createTrialHost({ workerData: { model: 'small' }, abortGraceMs: 30_000 })
  })

  afterAll(() => host.close())

  const echo = (value: unknown) => host.run({ do: 'echo', value })

  it.each([
    { name: 'a string', value: 'one' },
    { name: 'nothing', value: undefined },
    { name: 'a map and a date', value: new Map([[new Date(0), new Set([1n])]]) },
    { name: 'a small view', value: Float32Array.of(1, 2, 3) },
  ])('carries $name to the worker and back', async ({ value }) => {
    expect(await echo(value)).toEqual(value)
  })

  it('carries large buffers to the worker and back', async () => {
    const [left, png] = [new Float32Array(1e6).fill(0.5), Buffer.alloc(3e6, 7)]
    const copy = (await echo({ left, list: [{ png }] })) as { left: Float32Array; list: [{ png: Buffer }] }
    expect(copy.left).toBeInstanceOf(Float32Array)
    expect(Buffer.from(copy.left.buffer).equals(Buffer.from(left.buffer))).toBe(true)
    expect(copy.list[0].png.equals(png)).toBe(true)
  })

  it('passes the worker its data', async () => {
    expect(await host.run({ do: 'inspect' })).toMatchObject({ workerData: { model: 'small' } })
  })

  it('saves compiled modules for the next process although it is killed', async () => {
    const cache = await mkdtemp(join(tmpdir(), 'mira-compiled-'))
    vi.stubEnv('NODE_COMPILE_CACHE', cache)
    onTestFinished(async () => {
      vi.unstubAllEnvs()
      await rm(cache, { recursive: true, force: true })
    })
    await using caching = createTrialHost({})
    await caching.run({ do: 'echo', value: 1 })
    const files = async () => (await readdir(cache, { recursive: true })).length
    await expect.poll(files).toBeGreaterThan(3)
  })

  it('performs all tasks in one process', async () => {
    const pid = pidOf(host)
    const results = await Promise.all(Array.from({ length: 20 }, (_, index) => echo(index)))
    expect(results).toEqual(results.map((_, index) => index))
    expect(pidOf(host)).toBe(pid)
  })

  it('reports progress and events in order', async () => {
    const stages: string[] = []
    const indexes: number[] = []
    const result = await host.run(
      { do: 'count', to: 200 },
      { onProgress: ({ stage }) => stages.push(stage), onEvent: ({ index }) => void indexes.push(index) },
    )
    expect(result).toBe(200)
    expect(indexes).toEqual(Array.from({ length: 200 }, (_, index) => index))
    expect(stages[0]).toBe('counting')
    expect(stages.length).toBeLessThan(200)
  })

  it('streams events and returns the result', async () => {
    const events = host.stream({ do: 'count', to: 3 })
    const indexes: number[] = []
    for (let next = await events.next(); ; next = await events.next()) {
      if (next.done) {
        expect(next.value).toBe(3)
        break
      }
      indexes.push(next.value.index)
    }
    expect(indexes).toEqual([0, 1, 2])
  })

  it('holds back the worker of a slow reader', async () => {
    let emitted = 0
    const never = new Promise<void>(() => {})
    const abort = new AbortController()
    const onEvent = () => {
      // The last one within the window: the worker must not send another.
      if (++emitted === 64) setImmediate(() => abort.abort('read enough'))
      return never
    }
    await expect(host.run({ do: 'count', to: 10_000 }, { onEvent, signal: abort.signal })).rejects.toBe('read enough')
    expect(emitted).toBe(64)
  })

  it('aborts the task when the iteration ends early, and keeps the process', async () => {
    const pid = pidOf(host)
    for await (const { index } of host.stream({ do: 'wait' })) {
      expect(index).toBe(0)
      break
    }
    expect(await echo('next')).toBe('next')
    expect(pidOf(host)).toBe(pid)
  })

  it('rejects with the error of a listener', async () => {
    const failure = new Error('the response is closed')
    const onEvent = () => {
      throw failure
    }
    await expect(host.run({ do: 'wait' }, { onEvent })).rejects.toBe(failure)
    expect(await echo('next')).toBe('next')
  })

  it('restores the input error of the worker', async () => {
    const error = await host.run({ do: 'throw', what: 'input' }).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(EngineInputError)
    expect(error).toMatchObject({ message: 'tempo must be positive', field: 'tempo', code: 'too_fast' })
  })

  it('restores the unavailable error of the worker', async () => {
    const error = await host.run({ do: 'throw', what: 'unavailable' }).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(EngineUnavailableError)
    expect(error).toMatchObject({ message: 'No voice', status: 503, code: 'not_installed', retryAfterSeconds: 7 })
  })

  it.each(['other', 'uncloneable'] as const)('keeps the details of an error (%s) for the log', async (what) => {
    const error = await host.run({ do: 'throw', what }).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(EngineUnavailableError)
    expect(error).toMatchObject({ message: 'The trial failed', status: 500, code: 'failed' })
    expect((error as Error).cause).toMatchObject({ stack: expect.stringMatching(/worker\.ts/) })
    expect(await echo('next')).toBe('next')
  })

  it('rejects a task that cannot be cloned, and continues', async () => {
    await expect(echo(() => {})).rejects.toThrow('could not be cloned')
    expect(await echo('next')).toBe('next')
  })

  it('answers calls of the worker', async () => {
    const double = async (value: number) => value * 2
    expect(await host.run({ do: 'call', name: 'double', input: 21 }, { calls: { double } })).toEqual({ output: 42 })
  })

  it.each([
    {
      thrown: new EngineInputError('Not a picture', 'image', { code: 'unreadable' }),
      received: { name: 'EngineInputError', message: 'Not a picture', field: 'image', code: 'unreadable' },
    },
    {
      thrown: new TypeError('/secret/path'),
      received: { name: 'EngineUnavailableError', message: 'A call to the host failed', status: 500, code: 'failed' },
    },
  ])('returns the error of a call to the worker: $received.name', async ({ thrown, received }) => {
    const fail = () => {
      throw thrown
    }
    const calls = { double: (value: number) => value, fail }
    const result = await host.run({ do: 'call', name: 'fail', input: '' }, { calls })
    expect(result).toMatchObject({ output: received })
  })

  it('returns an error for a call that is not offered', async () => {
    const result = await host.run({ do: 'call', name: 'fail', input: '' })
    expect(result).toMatchObject({ output: { message: 'The trial called "fail", which is not offered' } })
  })

  it('cancels a call with its task', async () => {
    const abort = new AbortController()
    let cancelReason: unknown
    const double = (_: number, { signal }: { signal: AbortSignal }) => {
      signal.addEventListener('abort', () => {
        cancelReason = signal.reason
      })
      setImmediate(() => abort.abort('changed my mind'))
      return new Promise<number>(() => {})
    }
    const options = { signal: abort.signal, calls: { double } }
    await expect(host.run({ do: 'call_forever' }, options)).rejects.toBe('changed my mind')
    expect(cancelReason).toBe('changed my mind')
  })

  it('rejects a call whose signal is already aborted', async () => {
    const signal = AbortSignal.abort('too late')
    await expect(host.run({ do: 'wait' }, { signal })).rejects.toBe('too late')
    await expect(host.stream({ do: 'wait' }, { signal }).next()).rejects.toBe('too late')
    expect(host.stats().queuedTasks).toBe(0)
  })
})

it.each([
  { option: 'deadlineMs', value: Number.POSITIVE_INFINITY },
  { option: 'idleMs', value: -1 },
  { option: 'maxProcesses', value: 0 },
  { option: 'spareProcesses', value: -1 },
  { option: 'spareAfterMs', value: Number.NaN },
  { option: 'maxMemoryBytes', value: Number.NaN },
])('throws a RangeError for $option = $value', ({ option, value }) => {
  const create = () =>
    createWorkerHost<TrialTask, unknown>({ name: 'x', url: new URL('file:///x.ts'), [option]: value })
  expect(create).toThrow(RangeError)
})
