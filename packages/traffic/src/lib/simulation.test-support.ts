import type { Clock, ReplyHeaders } from '@mira/core'
import { Gate } from './gate.ts'
import { type PacerOptions, readPacerOptions } from './pacer-options.ts'

/** Answer of a simulated server. */
export interface SimulatedAnswer {
  readonly status: 200 | 429 | 503
  readonly headers: Readonly<Record<string, string>>
  readonly retryAfterMs?: number
}

/** A simulated server: decides on a request at its arrival. */
export interface SimulatedServer {
  answer(nowMs: number): SimulatedAnswer
  /** Called when a request ends. */
  end?(): void
}

/** A clock whose timers run in order, without turns of the event loop in between. */
export class SimulatedClock implements Clock {
  #nowMs = 1_000_000
  #timers = new Map<number, { atMs: number; callback: () => void }>()
  #lastId = 0

  now(): number {
    return this.#nowMs
  }

  setTimeout(callback: () => void, ms: number): unknown {
    this.#lastId += 1
    this.#timers.set(this.#lastId, { atMs: this.#nowMs + Math.max(0, ms), callback })
    return this.#lastId
  }

  clearTimeout(timer: unknown): void {
    this.#timers.delete(timer as number)
  }

  /** Runs timers until there are none, or until a time. */
  async run(untilMs = Number.POSITIVE_INFINITY): Promise<void> {
    for (;;) {
      for (let turn = 0; turn < 8; turn += 1) await undefined
      let next: [number, { atMs: number; callback: () => void }] | undefined
      for (const timer of this.#timers) if (!next || timer[1].atMs < next[1].atMs) next = timer
      if (!next || next[1].atMs > untilMs) return
      this.#timers.delete(next[0])
      this.#nowMs = Math.max(this.#nowMs, next[1].atMs)
      next[1].callback()
    }
  }
}

/** Returns pseudorandom numbers in [0, 1). */
export function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** Options of {@link simulate}. */
export interface SimulationOptions {
  readonly server: SimulatedServer
  /** Processes that do not know of each other. */
  readonly processes?: number
  /** Calls of all processes, which all start at once. */
  readonly calls: number
  /** Time from a request to its answer, in milliseconds. */
  readonly latencyMs: number
  readonly pacer?: PacerOptions
  readonly seed?: number
  /** The processes start at random times within as many milliseconds. Defaults to 0. */
  readonly spreadMs?: number
  /** Called at times of the simulation. */
  readonly at?: readonly { readonly ms: number; readonly run: () => void }[]
}

/** Course of a simulation; times are in milliseconds since its start. */
export interface SimulationResult {
  readonly arrivalsMs: readonly number[]
  readonly acceptedMs: readonly number[]
  readonly refusals: number
  readonly totalMs: number
  readonly gates: readonly Gate[]
}

const headersOf = (record: Readonly<Record<string, string>>): ReplyHeaders => ({
  get: (name) => record[name] ?? null,
  forEach: () => undefined,
})

/** Runs calls of several processes against a simulated server, each repeated until it is accepted. */
export async function simulate(options: SimulationOptions): Promise<SimulationResult> {
  const { server, processes = 1, calls, latencyMs, pacer = {}, seed = 1, spreadMs = 0, at = [] } = options
  const clock = new SimulatedClock()
  const random = seededRandom(seed)
  const startMs = clock.now()
  const arrivalsMs: number[] = []
  const acceptedMs: number[] = []
  const { signal } = new AbortController()
  const sleep = (ms: number): Promise<void> => new Promise((resolve) => void clock.setTimeout(resolve, ms))
  const call = async (gate: Gate, delayMs: number): Promise<void> => {
    if (delayMs > 0) await sleep(delayMs)
    for (let attempt = 1; ; attempt += 1) {
      const place = await gate.enter({
        operation: 'chat.create',
        tokens: 0,
        key: '',
        priority: 'normal',
        isRepeated: attempt > 1,
        signal,
      })
      await sleep((latencyMs / 2) * (0.5 + random()))
      arrivalsMs.push(clock.now() - startMs)
      const { status, headers, retryAfterMs } = server.answer(clock.now())
      await sleep((latencyMs / 2) * (0.5 + random()))
      server.end?.()
      if (status === 200) {
        place.accept(headersOf(headers))
        place.release()
        acceptedMs.push(clock.now() - startMs)
        return
      }
      place.refuse({ isRateLimit: status === 429, retryAfterMs })
      place.release()
      await sleep((retryAfterMs ?? 500 * random()) * (1 + random() / 10))
    }
  }
  const gates = Array.from({ length: processes }, () => new Gate(readPacerOptions({ ...pacer, clock, random })))
  for (const { ms, run } of at) clock.setTimeout(run, ms)
  const delaysMs = gates.map(() => random() * spreadMs)
  const all = Promise.all(
    Array.from({ length: calls }, (_, index) =>
      call(gates[index % processes] as Gate, delaysMs[index % processes] as number),
    ),
  )
  await clock.run()
  await all
  return { arrivalsMs, acceptedMs, refusals: arrivalsMs.length - calls, totalMs: Math.max(...acceptedMs), gates }
}

/** A token bucket; reports its state in headers if asked, with the time until it is full as its reset. */
export function createBucket(options: {
  capacity: number
  perSecond: number
  headers?: boolean
  roundsUp?: boolean
}): SimulatedServer & { perSecond: number } {
  const { capacity, headers = true, roundsUp = false } = options
  let tokens = capacity
  let atMs = 0
  const server = {
    perSecond: options.perSecond,
    answer(nowMs: number): SimulatedAnswer {
      if (atMs > 0) tokens = Math.min(capacity, tokens + ((nowMs - atMs) * server.perSecond) / 1_000)
      atMs = nowMs
      const isAccepted = tokens >= 1
      if (isAccepted) tokens -= 1
      const fullMs = ((capacity - tokens) * 1_000) / server.perSecond
      const waitMs = ((1 - tokens) * 1_000) / server.perSecond
      return {
        status: isAccepted ? 200 : 429,
        headers: headers
          ? {
              'x-ratelimit-limit-requests': String(capacity),
              'x-ratelimit-remaining-requests': String(Math.floor(tokens)),
              'x-ratelimit-reset-requests': `${Math.ceil(fullMs)}ms`,
            }
          : {},
        ...(isAccepted ? {} : { retryAfterMs: roundsUp ? Math.ceil(waitMs / 1_000) * 1_000 : Math.ceil(waitMs) }),
      }
    },
  }
  return server
}

/** A fixed window, with the end of the window as its reset. */
export function createFixedWindow(options: { limit: number; windowMs: number; headers?: boolean }): SimulatedServer {
  const { limit, windowMs, headers = true } = options
  let endMs = 0
  let used = 0
  return {
    answer(nowMs) {
      if (nowMs >= endMs) {
        endMs = nowMs + windowMs
        used = 0
      }
      const isAccepted = used < limit
      if (isAccepted) used += 1
      const reset = Math.ceil((endMs - nowMs) / 1_000)
      return {
        status: isAccepted ? 200 : 429,
        headers: headers
          ? {
              'x-ratelimit-limit': String(limit),
              'x-ratelimit-remaining': String(limit - used),
              'x-ratelimit-reset': String(reset),
            }
          : {},
        ...(isAccepted ? {} : { retryAfterMs: reset * 1_000 }),
      }
    },
  }
}

/** A sliding window of a minute, whose reset is the time until all of it is available again. */
export function createSlidingWindow(limit: number): SimulatedServer {
  const windowMs = 60_000
  let times: number[] = []
  return {
    answer(nowMs) {
      times = times.filter((time) => time > nowMs - windowMs)
      const isAccepted = times.length < limit
      if (isAccepted) times.push(nowMs)
      const secondsUntil = (time = nowMs): number => Math.ceil((time + windowMs - nowMs) / 1_000)
      return {
        status: isAccepted ? 200 : 429,
        headers: {
          'x-ratelimit-limit-requests': String(limit),
          'x-ratelimit-remaining-requests': String(limit - times.length),
          'x-ratelimit-reset-requests': `${secondsUntil(times.at(-1))}s`,
        },
        ...(isAccepted ? {} : { retryAfterMs: secondsUntil(times[0]) * 1_000 }),
      }
    },
  }
}
