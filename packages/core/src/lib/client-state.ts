import type { ApiKey } from './api-key.ts'
import type { BaseUrl } from './base-url.ts'
import type { Pipeline } from './call-state.ts'
import type { Clock } from './clock.ts'
import type { Fetch, Middleware, Timeouts } from './exchange.ts'
import type { Hooks, Observer } from './observer.ts'
import type { RetryBudget } from './retry-budget.ts'
import type { RetryOptions } from './retry-options.ts'

/** Largest pieces that are accepted from the wire; more is a `limit_exceeded` error. */
export interface Limits {
  /** One event of a stream, in bytes (default 16 MiB). */
  readonly maxEventBytes: number
  /** A JSON reply, in bytes (default 256 MiB). */
  readonly maxJsonBytes: number
}

/** What is known of a client. */
export interface ClientState {
  readonly baseUrl: BaseUrl
  readonly model: string
  readonly apiKey: ApiKey | undefined
  /** Keys in use, to be kept out of everything shown; a function's are noted as it gives them. */
  secrets: readonly string[]
  readonly headers: Readonly<Record<string, string>>
  readonly timeouts: Timeouts
  readonly retry: RetryOptions
  readonly limits: Limits
  readonly middleware: readonly Middleware[]
  readonly hooks: Hooks | undefined
  readonly fetch: Fetch | undefined
  readonly WebSocket: unknown
  readonly clock: Clock
  readonly random: () => number
}

/**
 * A client's state since its first call. What only calls need is made then, so that a bundle which opens nothing but
 * sockets goes without it.
 */
export interface CallingState extends ClientState {
  readonly pipeline: Pipeline
  readonly observer: Observer
  readonly budget: RetryBudget
  /** Set once a reply shows that the server honours idempotency keys. */
  honoursIdempotency: boolean
}
