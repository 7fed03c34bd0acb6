import type { ApiKey } from './api-key.ts'
import type { BaseUrl } from './base-url.ts'
import type { Clock } from './clock.ts'
import type { Fetch, Timeouts } from './exchange.ts'
import type { Observer } from './observer.ts'
import type { RetryBudget } from './retry-budget.ts'
import type { RetryOptions } from './retry-options.ts'

/** Largest pieces that are accepted from the wire; more is a `limit_exceeded` error. */
export interface Limits {
  /** One event of a stream, in bytes (default 16 MiB). */
  readonly maxEventBytes: number
  /** A JSON reply, in bytes (default 256 MiB). */
  readonly maxJsonBytes: number
}

/** What the pipeline knows of a client. */
export interface ClientState {
  readonly baseUrl: BaseUrl
  readonly model: string
  readonly apiKey: ApiKey | undefined
  /** Keys in use, to be kept out of everything shown; a function's are noted as it gives them. */
  secrets: readonly string[]
  readonly headers: Readonly<Record<string, string>>
  readonly timeouts: Timeouts
  readonly retry: RetryOptions
  readonly budget: RetryBudget
  readonly limits: Limits
  readonly observer: Observer
  readonly fetch: Fetch | undefined
  readonly WebSocket: unknown
  readonly clock: Clock
  readonly random: () => number
  /** Whether headers outside the CORS safelist would cost or fail a preflight. */
  readonly isCrossOriginPage: boolean
  /** Set once a reply shows that the server honours idempotency keys. */
  honoursIdempotency: boolean
}
