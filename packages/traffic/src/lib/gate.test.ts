import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Gate, type Place } from './gate.ts'
import { type PacerOptions, readPacerOptions } from './pacer-options.ts'
import {
  createBucket,
  createFixedWindow,
  createSlidingWindow,
  SimulatedClock,
  seededRandom,
  simulate,
} from './simulation.test-support.ts'
import { type Priority, priorities } from './wait-queue.ts'

interface Caller {
  readonly atMs: number
  readonly key: string
  readonly priority: Priority
  readonly tokens: number
  readonly durationMs: number
  /** Time until the caller aborts, if it does. */
  readonly abortMs: number | undefined
  readonly ending: 'accepted' | 'refused' | 'overloaded' | 'failed'
}

const anyCaller: fc.Arbitrary<Caller> = fc.record({
  atMs: fc.nat({ max: 90_000 }),
  key: fc.constantFrom('a', 'b'),
  priority: fc.constantFrom(...priorities),
  tokens: fc.nat({ max: 300 }),
  durationMs: fc.nat({ max: 5_000 }),
  abortMs: fc.option(fc.nat({ max: 5_000 }), { nil: undefined }),
  ending: fc.constantFrom('accepted', 'accepted', 'accepted', 'refused', 'overloaded', 'failed'),
})

interface Course {
  readonly starts: { readonly atMs: number; readonly tokens: number }[]
  readonly outcomes: string[]
  readonly maxRunning: number
  readonly gate: Gate
}

/** Runs callers through a gate, and records when they start and how they end. */
async function run(callers: readonly Caller[], options: PacerOptions): Promise<Course> {
  const clock = new SimulatedClock()
  const startMs = clock.now()
  const gate = new Gate(readPacerOptions({ ...options, clock, random: seededRandom(1) }))
  const starts: Course['starts'] = []
  const outcomes: string[] = callers.map(() => 'lost')
  let running = 0
  let maxRunning = 0
  const end = (place: Place, { ending }: Caller): void => {
    if (ending === 'accepted') place.accept({ get: () => null, forEach: () => undefined })
    if (ending === 'refused') place.refuse({ isRateLimit: true, retryAfterMs: 500 })
    if (ending === 'overloaded') place.refuse({ isRateLimit: false, retryAfterMs: undefined })
    running -= 1
    place.release()
    place.release()
  }
  const enter = async (caller: Caller, index: number): Promise<void> => {
    const controller = new AbortController()
    const { key, priority, tokens, abortMs } = caller
    if (abortMs !== undefined) clock.setTimeout(() => controller.abort(new Error('aborted')), abortMs)
    try {
      const { signal } = controller
      const place = await gate.enter({ operation: 'x', tokens, key, priority, isRepeated: false, signal })
      starts.push({ atMs: clock.now() - startMs, tokens })
      outcomes[index] = outcomes[index] === 'lost' ? 'started' : 'twice'
      running += 1
      maxRunning = Math.max(maxRunning, running)
      clock.setTimeout(() => end(place, caller), caller.durationMs)
    } catch (error) {
      outcomes[index] = (error as Error).message.includes('not sent') ? 'refused by the queue' : 'aborted'
    }
  }
  for (const [index, caller] of callers.entries()) clock.setTimeout(() => void enter(caller, index), caller.atMs)
  await clock.run()
  return { starts, outcomes, maxRunning, gate }
}

/** Largest sum of amounts in any 60 seconds. */
function maxPerMinute(starts: Course['starts'], amountOf: (start: Course['starts'][number]) => number): number {
  const sums = starts.map(({ atMs }) =>
    starts
      .filter((other) => other.atMs >= atMs && other.atMs < atMs + 60_000)
      .reduce((sum, one) => sum + amountOf(one), 0),
  )
  return Math.max(0, ...sums)
}

describe('the gate', () => {
  it('never exceeds its limits, and neither loses nor duplicates a caller', async () => {
    const limits = fc.record({
      concurrency: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
      requestsPerMinute: fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined }),
      tokensPerMinute: fc.option(fc.integer({ min: 300, max: 3_000 }), { nil: undefined }),
      learn: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(anyCaller, { maxLength: 60 }), limits, async (callers, options) => {
        const { starts, outcomes, maxRunning, gate } = await run(callers, options)
        expect(outcomes.filter((outcome) => !['started', 'aborted'].includes(outcome))).toEqual([])
        for (const [index, { abortMs }] of callers.entries())
          if (abortMs === undefined) expect(outcomes[index]).toBe('started')
        expect(maxRunning).toBeLessThanOrEqual(options.concurrency ?? Number.POSITIVE_INFINITY)
        expect(maxPerMinute(starts, () => 1)).toBeLessThanOrEqual(options.requestsPerMinute ?? Number.POSITIVE_INFINITY)
        expect(maxPerMinute(starts, ({ tokens }) => tokens)).toBeLessThanOrEqual(
          options.tokensPerMinute ?? Number.POSITIVE_INFINITY,
        )
        expect(gate.state).toMatchObject({ waiting: 0, running: 0 })
      }),
      { numRuns: 150 },
    )
  })

  it('spreads a limit over the minute: a tenth at once, the rest at an even rate', async () => {
    const caller: Caller = {
      atMs: 0,
      key: '',
      priority: 'normal',
      tokens: 0,
      durationMs: 0,
      abortMs: undefined,
      ending: 'accepted',
    }
    const { starts } = await run(Array(100).fill(caller), { requestsPerMinute: 60, learn: false })
    expect(starts.filter(({ atMs }) => atMs === 0)).toHaveLength(6)
    expect(starts[6]?.atMs).toBe(1_000)
    expect(starts[99]?.atMs).toBeLessThanOrEqual(100_000)
  })

  it('frees the place of a waiting caller that aborts, whenever it does', async () => {
    const clock = new SimulatedClock()
    const gate = new Gate(readPacerOptions({ concurrency: 1, clock, learn: false }))
    const request = { operation: 'x', tokens: 0, key: '', priority: 'normal' as const, isRepeated: false }
    const controllers = Array.from({ length: 3 }, () => new AbortController())
    const [first, second, third] = controllers.map(({ signal }) => gate.enter({ ...request, signal }))
    const reason = new Error('left')
    controllers[1]?.abort(reason)
    await expect(second).rejects.toBe(reason)
    expect(gate.state).toMatchObject({ waiting: 1, running: 1 })
    const place = await (first as Promise<Place>)
    place.release()
    await third
    expect(gate.state).toMatchObject({ waiting: 0, running: 1 })
    const left = new AbortController()
    left.abort(reason)
    await expect(gate.enter({ ...request, signal: left.signal })).rejects.toBe(reason)
  })

  it.each([
    { option: { maxQueued: 2 }, message: 'x: not sent, 2 calls are waiting (maxQueued)' },
    { option: { maxWaitMs: 100 }, message: 'x: not sent, waited 100 ms (maxWaitMs)' },
  ])('refuses callers beyond $option', async ({ option, message }) => {
    const clock = new SimulatedClock()
    const gate = new Gate(readPacerOptions({ ...option, concurrency: 1, clock }))
    const { signal } = new AbortController()
    const request = { operation: 'x', tokens: 0, key: '', priority: 'normal' as const, isRepeated: false, signal }
    const places = Array.from({ length: 4 }, () => gate.enter(request))
    const settled = Promise.allSettled(places.slice(1))
    await clock.run()
    await expect(places[3]).rejects.toMatchObject({ code: 'queue_limit_exceeded', message, retryable: false })
    const place = await (places[0] as Promise<Place>)
    place.release()
    if (option.maxQueued) for (const waiting of places.slice(1, 3)) await waiting.then((next) => next.release())
    await settled
    expect(gate.state).toMatchObject({ waiting: 0, running: 0 })
  })
})

describe('learned limits', () => {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
  const perAnswer = ({ arrivalsMs, acceptedMs }: Awaited<ReturnType<typeof simulate>>): number =>
    arrivalsMs.length / acceptedMs.length

  it.each([
    { processes: 1, latencyMs: 5, maxRatio: 1.02, maxTime: 1.05 },
    { processes: 1, latencyMs: 1_000, maxRatio: 1.05, maxTime: 1.1 },
    { processes: 4, latencyMs: 5, maxRatio: 1.05, maxTime: 1.1 },
    { processes: 4, latencyMs: 200, maxRatio: 1.2, maxTime: 1.15 },
  ])('of a token bucket, from headers: $processes processes, $latencyMs ms', async (test) => {
    const { processes, latencyMs, maxRatio, maxTime } = test
    for (const seed of [11, 12, 13, 14]) {
      const server = createBucket({ capacity: 20, perSecond: 10 })
      const result = await simulate({ server, processes, calls: 200, latencyMs, seed })
      expect(perAnswer(result)).toBeLessThanOrEqual(maxRatio)
      expect(result.totalMs).toBeLessThanOrEqual((18_000 + latencyMs) * maxTime)
    }
  })

  it.each([
    { latencyMs: 5, maxRatio: 1.2, maxTime: 1.1 },
    { latencyMs: 200, maxRatio: 1.2, maxTime: 1.1 },
  ])('of a token bucket, from 429s alone: $latencyMs ms', async ({ latencyMs, maxRatio, maxTime }) => {
    for (const seed of [11, 12, 13, 14]) {
      const server = createBucket({ capacity: 20, perSecond: 10, headers: false })
      const result = await simulate({ server, calls: 200, latencyMs, seed })
      expect(perAnswer(result)).toBeLessThanOrEqual(maxRatio)
      expect(result.totalMs).toBeLessThanOrEqual((18_000 + latencyMs) * maxTime)
    }
  })

  it.each([
    { latencyMs: 5, roundsUp: false },
    { latencyMs: 200, roundsUp: false },
    { latencyMs: 200, roundsUp: true },
  ])('of four processes, from 429s alone: $latencyMs ms, whole seconds: $roundsUp', async (test) => {
    const { latencyMs, roundsUp } = test
    const times: number[] = []
    const ratios: number[] = []
    for (let seed = 1; seed <= 20; seed += 1) {
      const server = createBucket({ capacity: 20, perSecond: 10, headers: false, roundsUp })
      const result = await simulate({ server, processes: 4, calls: 200, latencyMs, seed: seed * 7_919, spreadMs: 300 })
      times.push((result.totalMs - Math.min(...result.arrivalsMs)) / (18_000 + latencyMs))
      ratios.push(perAnswer(result))
    }
    expect(mean(times)).toBeLessThanOrEqual(1.1)
    expect(Math.max(...times)).toBeLessThanOrEqual(1.3)
    expect(mean(ratios)).toBeLessThanOrEqual(1.22)
  })

  it.each([1, 4])('of a fixed window, from headers: %i processes', async (processes) => {
    const server = createFixedWindow({ limit: 20, windowMs: 10_000 })
    const result = await simulate({ server, processes, calls: 200, latencyMs: 50, seed: 11 })
    expect(perAnswer(result)).toBeLessThanOrEqual(1.2)
    expect(result.totalMs).toBeLessThanOrEqual(90_000 * 1.35)
    // No wave at the beginning of a window, apart from the first: the requests of one second are at most half of it.
    const seconds = new Map<number, number>()
    for (const ms of result.arrivalsMs)
      seconds.set(Math.floor(ms / 1_000), (seconds.get(Math.floor(ms / 1_000)) ?? 0) + 1)
    seconds.delete(0)
    expect(Math.max(...seconds.values())).toBeLessThanOrEqual(10)
  })

  // An even pace of 30 per minute takes 64 and 358 s.
  it.each([
    { calls: 33, maxMs: 70_000 },
    { calls: 180, maxMs: 410_000 },
  ])('of a sliding window, from headers: $calls calls', async ({ calls, maxMs }) => {
    for (const seed of [11, 12, 13, 14]) {
      const result = await simulate({ server: createSlidingWindow(30), calls, latencyMs: 300, seed })
      expect(result.refusals).toBeLessThanOrEqual(calls / 20)
      expect(result.totalMs).toBeLessThanOrEqual(maxMs)
    }
  })

  it.each([true, false])('recover when the limit is raised (headers: %s)', async (headers) => {
    const server = createBucket({ capacity: 20, perSecond: 5, headers })
    const raise = (): void => {
      server.perSecond = 20
    }
    const result = await simulate({ server, calls: 600, latencyMs: 20, seed: 3, at: [{ ms: 20_000, run: raise }] })
    // 20 at once and 100 at the low rate; the others at 20 per second would take 24 s.
    expect(result.totalMs).toBeLessThanOrEqual(20_000 + 24_000 * (headers ? 1.25 : 2.5))
    expect(perAnswer(result)).toBeLessThanOrEqual(1.2)
  })
})
