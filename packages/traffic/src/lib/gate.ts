import { MiraError, type RateLimit, type ReplyHeaders } from '@mira/core'
import { MinuteWindow, type Use } from './minute-window.ts'
import type { PacerSettings } from './pacer-options.ts'
import { readLimit } from './read-limit.ts'
import { RefusalPace } from './refusal-pace.ts'
import { ReportedPace } from './reported-pace.ts'
import { type Priority, type Waiting, WaitQueue } from './wait-queue.ts'

/** Requests at once before anything is known of the limits, and by how much each accepted one raises them. */
const firstRequests = 2
const growthOfRequests = 0.5

/** Longest time until the pace is looked at again, in milliseconds, since it grows while calls wait. */
const maxSleepMs = 250

/** Default pause after a refusal without `Retry-After`, doubled with each further one. */
const minPauseMs = 250
const maxPauseMs = 8_000

/** A request for a place. */
export interface PlaceRequest {
  readonly operation: string
  readonly tokens: number
  readonly key: string
  readonly priority: Priority
  /** Whether the call has been refused, and goes before others of its key. */
  readonly isRepeated: boolean
  readonly signal: AbortSignal
}

/** Refusal of a request. */
export interface PlaceRefusal {
  /** Whether a rate limit was exceeded (429); otherwise the server was overloaded. */
  readonly isRateLimit: boolean
  /** Delay that the server asked for, in milliseconds. */
  readonly retryAfterMs: number | undefined
  /** Limits reported with the refusal. */
  readonly rateLimit?: RateLimit | undefined
}

/** A place of a running request; each method has an effect only once. */
export interface Place {
  /** The server accepted the request. */
  accept(headers: ReplyHeaders): void
  /** The server refused the request. */
  refuse(refusal: PlaceRefusal): void
  /** The request has ended. @param tokens - Tokens that it used, if known. */
  release(tokens?: number): void
}

/** State of a pacer. */
export interface PacerState {
  /** Number of waiting calls. */
  readonly waiting: number
  /** Number of running requests. */
  readonly running: number
  /** Limits learned from the server; `undefined` while unknown. */
  readonly learned: {
    /** Requests per minute that this process sends at most; its share, if others use the same key. */
    readonly requestsPerMinute: number | undefined
    readonly tokensPerMinute: number | undefined
    /** Requests at once. */
    readonly concurrency: number | undefined
    /** Time until which nothing is sent because of a refusal, in Unix milliseconds. */
    readonly pausedUntilMs: number | undefined
  }
}

interface Entry extends Waiting {
  readonly request: PlaceRequest
  grant(place: Place): void
}

/** Queue of calls, and the limits by which they get their places. */
export class Gate {
  readonly #settings: PacerSettings
  readonly #queue = new WaitQueue<Entry>()
  readonly #requests: MinuteWindow | undefined
  readonly #tokens: MinuteWindow | undefined
  readonly #refusals = new RefusalPace()
  readonly #reported = { requests: new ReportedPace(), tokens: new ReportedPace() }
  #running = 0
  /** Learned limit of requests at once. */
  #concurrency = firstRequests
  #isConcurrencyKnown = false
  /** Time of the last request, and by how much the interval to the next one is longer. */
  #lastAtMs = Number.NEGATIVE_INFINITY
  #jitter = 1
  #refusedAtMs = Number.NEGATIVE_INFINITY
  #pausedUntilMs = 0
  #consecutiveRefusals = 0
  #timer: unknown
  #timerAtMs = Number.POSITIVE_INFINITY

  constructor(settings: PacerSettings) {
    const { requestsPerMinute, tokensPerMinute } = settings
    this.#settings = settings
    this.#requests = requestsPerMinute === undefined ? undefined : new MinuteWindow(requestsPerMinute)
    this.#tokens = tokensPerMinute === undefined ? undefined : new MinuteWindow(tokensPerMinute)
  }

  get state(): PacerState {
    const { requests, tokens } = this.#reported
    const isPaused = this.#pausedUntilMs > this.#settings.clock.now()
    return {
      waiting: this.#queue.size,
      running: this.#running,
      learned: {
        requestsPerMinute: smallest(requests.perMinute, this.#refusals.perMinute),
        tokensPerMinute: tokens.perMinute,
        concurrency: this.#isConcurrencyKnown ? Math.floor(this.#concurrency) : undefined,
        pausedUntilMs: isPaused ? this.#pausedUntilMs : undefined,
      },
    }
  }

  /** Whether tokens are counted. */
  get countsTokens(): boolean {
    return this.#tokens !== undefined || this.#reported.tokens.isKnown
  }

  /**
   * Waits for a place.
   *
   * @throws {MiraError} `queue_limit_exceeded` when too many calls wait, or this one has waited too long.
   * @throws The reason of the signal, when it aborts.
   */
  enter(request: PlaceRequest): Promise<Place> {
    const { clock, maxQueued, maxWaitMs } = this.#settings
    const { signal } = request
    if (signal.aborted) return Promise.reject(signal.reason)
    return new Promise((resolve, reject) => {
      let timer: unknown
      const leave = (): void => {
        clock.clearTimeout(timer)
        signal.removeEventListener('abort', onAbort)
      }
      const fail = (error: unknown): void => {
        if (!this.#queue.remove(entry)) return
        leave()
        reject(error)
        this.#dispatch()
      }
      const onAbort = (): void => fail(signal.reason)
      const entry: Entry = {
        request,
        key: request.key,
        priority: request.priority,
        isRepeated: request.isRepeated,
        grant(place) {
          leave()
          resolve(place)
        },
      }
      this.#queue.add(entry)
      this.#dispatch()
      if (!this.#isWaiting(entry)) return
      if (this.#queue.size > maxQueued) return fail(queueError(request, `${maxQueued} calls are waiting (maxQueued)`))
      signal.addEventListener('abort', onAbort, { once: true })
      if (maxWaitMs === undefined) return
      timer = clock.setTimeout(() => fail(queueError(request, `waited ${maxWaitMs} ms (maxWaitMs)`)), maxWaitMs)
    })
  }

  #isWaiting(entry: Entry): boolean {
    return this.#queue.has(entry)
  }

  /** Gives places to the calls whose turn it is, and sets a timer for the next. */
  #dispatch(): void {
    for (let entry = this.#queue.peek(); entry; entry = this.#queue.peek()) {
      if (this.#running >= this.#maxRunning) return
      const waitMs = this.#waitMs(entry.request.tokens)
      if (waitMs > 0) return this.#wakeAfter(Math.min(waitMs, maxSleepMs))
      this.#queue.take()
      entry.grant(this.#start(entry.request))
    }
  }

  get #maxRunning(): number {
    const { concurrency, learn } = this.#settings
    const isLimited = learn && (this.#isConcurrencyKnown || !this.#reported.requests.isKnown)
    return isLimited ? Math.min(concurrency, Math.floor(this.#concurrency)) : concurrency
  }

  #waitMs(tokens: number): number {
    const nowMs = this.#settings.clock.now()
    return Math.ceil(
      Math.max(
        this.#pausedUntilMs - nowMs,
        this.#requests?.waitMs(1, nowMs) ?? 0,
        this.#tokens?.waitMs(tokens, nowMs) ?? 0,
        this.#reported.requests.plan(1, nowMs, this.#queue.size).waitMs,
        this.#reported.tokens.plan(tokens, nowMs, this.#queue.size).waitMs,
        this.#lastAtMs + this.#intervalMs(tokens, nowMs) * this.#jitter - nowMs,
      ),
    )
  }

  /** Interval between two requests, by what has been learned. */
  #intervalMs(tokens: number, nowMs: number): number {
    const { requests, tokens: reportedTokens } = this.#reported
    return Math.max(
      requests.plan(1, nowMs, this.#queue.size).intervalMs,
      reportedTokens.plan(tokens, nowMs, this.#queue.size).intervalMs,
      requests.isKnown ? 0 : this.#refusals.intervalMs(nowMs),
    )
  }

  #start(request: PlaceRequest): Place {
    const { clock, random } = this.#settings
    const nowMs = clock.now()
    const intervalMs = this.#intervalMs(request.tokens, nowMs)
    // A timer that was late is made up for, but by at most one request.
    this.#lastAtMs = Math.max(this.#lastAtMs + intervalMs * this.#jitter, nowMs - intervalMs)
    this.#jitter = 0.5 + random()
    this.#running += 1
    this.#requests?.add(1, nowMs)
    this.#reported.requests.use(1)
    this.#reported.tokens.use(request.tokens)
    const use = this.#tokens?.add(request.tokens, nowMs)
    return this.#place(request, { use, sentAtMs: nowMs })
  }

  #place({ tokens: estimate }: PlaceRequest, { use, sentAtMs }: { use: Use | undefined; sentAtMs: number }): Place {
    const { clock } = this.#settings
    const usedBefore = { requests: this.#reported.requests.used, tokens: this.#reported.tokens.used }
    let isReleased = false
    return {
      accept: (headers) => {
        if (!this.#settings.learn) return
        const nowMs = clock.now()
        this.#consecutiveRefusals = 0
        this.#refusals.accept(sentAtMs, nowMs)
        this.#concurrency += this.#isConcurrencyKnown ? 1 / this.#concurrency : growthOfRequests
        for (const unit of ['requests', 'tokens'] as const) {
          const reported = readLimit(headers, unit, nowMs)
          if (reported) this.#reported[unit].observe(reported, usedBefore[unit], nowMs)
        }
        this.#dispatch()
      },
      refuse: (refusal) => {
        if (!this.#settings.learn) return
        const { limit, remaining, resetAtMs } = refusal.rateLimit ?? {}
        const nowMs = clock.now()
        const resetMs = resetAtMs === undefined ? undefined : Math.max(0, resetAtMs - nowMs)
        if (limit && remaining !== undefined)
          this.#reported.requests.observe({ limit, remaining, resetMs }, usedBefore.requests, nowMs)
        this.#refuse(refusal, sentAtMs)
      },
      release: (tokens) => {
        if (isReleased) return
        isReleased = true
        this.#running -= 1
        if (tokens !== undefined) {
          if (use) this.#tokens?.correct(use, tokens, clock.now())
          this.#reported.tokens.correct(tokens - estimate)
        }
        this.#dispatch()
      },
    }
  }

  #refuse({ isRateLimit, retryAfterMs }: PlaceRefusal, sentAtMs: number): void {
    const { clock, random } = this.#settings
    const nowMs = clock.now()
    // Requests that were sent together are refused together, which is one sign and not many.
    const isNew = sentAtMs > this.#refusedAtMs
    if (isNew) this.#refusedAtMs = nowMs
    if (isNew) this.#consecutiveRefusals += 1
    if (isNew && !isRateLimit) {
      this.#concurrency = Math.max(1, this.#running / 2)
      this.#isConcurrencyKnown = true
    }
    if (isNew && isRateLimit && this.#reported.requests.isKnown) this.#reported.requests.refuse()
    const heldMs = isRateLimit ? this.#refusals.refuse({ sentAtMs, nowMs, retryAfterMs: retryAfterMs ?? 0 }) : 0
    const backoffMs = Math.min(maxPauseMs, minPauseMs * 2 ** (this.#consecutiveRefusals - 1)) * random()
    const askedMs = retryAfterMs ?? (isRateLimit && isNew ? backoffMs : 0)
    const pauseMs = this.#reported.requests.isKnown ? askedMs : Math.max(askedMs, heldMs)
    const pausedUntilMs = nowMs + pauseMs + random() * Math.min(1_000, pauseMs / 10)
    this.#pausedUntilMs = Math.max(this.#pausedUntilMs, pausedUntilMs)
  }

  #wakeAfter(waitMs: number): void {
    const { clock } = this.#settings
    const atMs = clock.now() + waitMs
    if (atMs >= this.#timerAtMs) return
    clock.clearTimeout(this.#timer)
    this.#timerAtMs = atMs
    this.#timer = clock.setTimeout(
      () => {
        this.#timerAtMs = Number.POSITIVE_INFINITY
        this.#dispatch()
      },
      Math.min(waitMs, 2 ** 31 - 1),
    )
  }
}

function queueError({ operation }: PlaceRequest, reason: string): MiraError {
  return new MiraError(`${operation}: not sent, ${reason}`, { code: 'queue_limit_exceeded', operation })
}

function smallest(...values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined)
  return known.length === 0 ? undefined : Math.min(...known)
}
