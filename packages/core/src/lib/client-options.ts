import type { Hooks } from './call-event.ts'
import type { ApiKey } from './client-state.ts'
import type { Clock } from './clock.ts'
import type { HeadersOption } from './headers.ts'
import type { ResponseLimits, RetryOptions, Timeouts } from './settings.ts'
import type { Fetch, Middleware } from './wire-types.ts'

/** Options for `createClient`; all are optional. */
export interface ClientOptions {
  /**
   * API key, or a function that returns one. Defaults to the `MIRA_API_KEY` environment variable; `null` ignores it.
   * Without a key, requests are unauthenticated, as intended behind your own proxy.
   */
  readonly apiKey?: ApiKey | null | undefined
  /**
   * URL of the API, with or without `/v1`; in a web page also a path, such as `/api/mira`. Defaults to the
   * `MIRA_BASE_URL` environment variable, then to `https://api.vmira.ai`.
   */
  readonly baseUrl?: string | null | undefined
  /** Model for operations called without one. Defaults to the `MIRA_MODEL` environment variable, then to `mira`. */
  readonly model?: string | null | undefined
  /** Timeouts in milliseconds; a number sets `total`. */
  readonly timeout?: number | Partial<Timeouts> | null | undefined
  /** Retry options; `false` disables retries, a number sets `maxRetries`. */
  readonly retry?: false | number | Partial<RetryOptions> | null | undefined
  /** Headers sent with every request to the API, also as `Headers`. */
  readonly headers?: HeadersOption | null | undefined
  /** Middleware that wraps every attempt; the first is the outermost. */
  readonly middleware?: readonly Middleware[] | null | undefined
  /** Callbacks invoked as calls start, retry and end; errors they throw are logged and ignored. */
  readonly hooks?: Hooks | null | undefined
  /** Size limits for responses. */
  readonly limits?: Partial<ResponseLimits> | null | undefined
  /** Custom `fetch`. Defaults to the runtime's own transport. */
  readonly fetch?: Fetch | null | undefined
  /** WebSocket constructor for `@mira/realtime`. Defaults to the global one (`ws` on Node). */
  readonly WebSocket?: unknown
  /** Source of time and timers. Defaults to the system clock. */
  readonly clock?: Clock | null | undefined
  /** Random number generator for jitter, returning values in [0, 1). Defaults to `Math.random`. */
  readonly random?: (() => number) | null | undefined
  /** Allows an API key in a web page, where every visitor can read it. Prefer `@mira/proxy`. Defaults to `false`. */
  readonly dangerouslyAllowBrowser?: boolean | null | undefined
}
