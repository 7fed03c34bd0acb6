import type { ApiKey } from './api-key.ts'
import type { BaseUrl } from './base-url.ts'
import type { Pipeline } from './call-state.ts'
import type { Clock } from './clock.ts'
import type { Fetch, Middleware, Timeouts } from './exchange.ts'
import type { Hooks, Observer } from './observer.ts'
import type { RetryBudget } from './retry-budget.ts'
import type { RetryOptions } from './retry-options.ts'

/** Size limits for responses; exceeding one is a `limit_exceeded` error. */
export interface Limits {
  /** Maximum size of one event of a stream, in bytes. Defaults to 16 MiB. */
  readonly maxEventBytes: number
  /** Maximum size of a JSON response, in bytes. Defaults to 256 MiB. */
  readonly maxJsonBytes: number
}

/** Resolved settings of a client. */
export interface ClientState {
  readonly baseUrl: BaseUrl
  readonly model: string
  readonly apiKey: ApiKey | undefined
  /** API keys in use, redacted from all output; keys returned by a function are added as they are obtained. */
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
 * State of a client after its first call. The parts that only calls need are created lazily, so that a bundle which
 * only opens WebSockets does not include them.
 */
export interface CallingState extends ClientState {
  readonly pipeline: Pipeline
  readonly observer: Observer
  readonly budget: RetryBudget
  /** Set once a response shows that the server supports idempotency keys. */
  honoursIdempotency: boolean
}
