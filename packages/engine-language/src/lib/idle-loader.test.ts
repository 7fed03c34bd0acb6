import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { IdleLoader } from './idle-loader.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Steps that write their names when they begin and end, and take 50 ms. */
function createSteps(log: string[], names: readonly string[]) {
  return names.map((name) => async (signal: AbortSignal) => {
    log.push(`${name} begins`)
    await new Promise((resolve) => setTimeout(resolve, 50))
    signal.throwIfAborted()
    log.push(`${name} ends`)
    if (name === 'faulty') throw new Error('not loaded')
  })
}

it('runs each step once, after the process has been idle', async () => {
  const log: string[] = []
  const loader = new IdleLoader(createSteps(log, ['first', 'faulty', 'last']))
  loader.pause()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(log).toEqual([])
  loader.resume()
  await vi.advanceTimersByTimeAsync(1_499)
  expect(log).toEqual([])
  await vi.advanceTimersByTimeAsync(10_000)
  expect(log).toEqual(['first begins', 'first ends', 'faulty begins', 'faulty ends', 'last begins', 'last ends'])
  loader.resume()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(log).toHaveLength(6)
})

it('aborts a step for a task, and repeats it afterwards', async () => {
  const log: string[] = []
  const loader = new IdleLoader(createSteps(log, ['first', 'last']))
  loader.resume()
  await vi.advanceTimersByTimeAsync(1_520)
  loader.pause()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(log).toEqual(['first begins'])
  loader.resume()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(log).toEqual(['first begins', 'first begins', 'first ends', 'last begins', 'last ends'])
})

it('starts no step between two tasks in quick succession', async () => {
  const log: string[] = []
  const loader = new IdleLoader(createSteps(log, ['first']))
  for (let task = 0; task < 20; task++) {
    loader.pause()
    loader.resume()
    await vi.advanceTimersByTimeAsync(60)
  }
  expect(log).toEqual([])
})
