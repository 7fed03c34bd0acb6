import { parseBaseUrl } from './base-url.ts'
import type { Hooks } from './call-event.ts'
import { type ApiKey, type Client, type ClientState, type Extension, stateKey } from './client-state.ts'
import { type Clock, systemClock } from './clock.ts'
import { isBrowser, readEnvironment } from './environment.ts'
import { type HeadersOption, lowerCaseHeaders } from './headers.ts'
import { checkApiKey } from './middleware/auth.ts'
import {
  type ResponseLimits,
  type RetryOptions,
  readLimits,
  readRetryOptions,
  readTimeouts,
  refuseUnknown,
  type Timeouts,
} from './settings.ts'
import type { Fetch, Middleware } from './wire-types.ts'

/** Options for {@link createClient}; all are optional. */
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

const defaultBaseUrl = 'https://api.vmira.ai'
/**
 * Creates a client. Nothing is sent until the first call.
 *
 * @throws {TypeError | RangeError} when an option is unknown or invalid.
 * @throws {TypeError} when an API key is used in a web page without `dangerouslyAllowBrowser`.
 */
export function createClient(options: ClientOptions = {}): Client {
  return new MiraClient(readOptions(options), {})
}

class MiraClient implements Client {
  // Private fields are hidden from inspection and serialization; the key is stored nowhere else.
  readonly #state: ClientState
  readonly #members: object

  constructor(state: ClientState, members: object) {
    this.#state = state
    this.#members = members
    Object.assign(this, members)
  }

  get baseUrl(): string {
    return this.#state.baseUrl.href
  }

  get model(): string {
    return this.#state.model
  }

  extend<Members extends object>(extension: Extension<Members>): this & Members {
    if (typeof extension !== 'function') throw new TypeError('extend needs an extension, such as chat')
    const added = extension(this)
    for (const name of Object.keys(added)) {
      if (name in this) throw new TypeError(`extend: the client already has a member "${name}"`)
    }
    return new MiraClient(this.#state, { ...this.#members, ...added }) as never
  }

  /** Internal state, used by the other `@mira/*` packages; not part of the public API. */
  [stateKey](): ClientState {
    return this.#state
  }

  toJSON(): object {
    return { baseUrl: this.baseUrl, model: this.model }
  }
}

function readOptions({
  apiKey: keyOption,
  baseUrl,
  model,
  timeout,
  retry,
  headers,
  middleware,
  hooks,
  limits,
  fetch,
  WebSocket,
  clock,
  random,
  dangerouslyAllowBrowser,
  ...unknown
}: ClientOptions): ClientState {
  refuseUnknown(unknown, 'ClientOptions')
  const { onRequest, onResponse, onRetry, onEnd, onWarning, ...unknownHooks } = hooks ?? {}
  refuseUnknown(unknownHooks, 'Hooks')
  const apiKey = readApiKey(keyOption, dangerouslyAllowBrowser)
  return {
    baseUrl: parseBaseUrl(
      baseUrl ?? readEnvironment('MIRA_BASE_URL') ?? defaultBaseUrl,
      baseUrl == null ? 'MIRA_BASE_URL' : 'baseUrl',
    ),
    apiKey,
    secrets: typeof apiKey === 'string' ? [apiKey] : [],
    model: model ?? readEnvironment('MIRA_MODEL') ?? 'mira',
    headers: lowerCaseHeaders(headers),
    timeouts: readTimeouts(timeout),
    retry: readRetryOptions(retry),
    limits: readLimits(limits),
    middleware: middleware ?? [],
    hooks,
    fetch,
    WebSocket,
    clock: clock ?? systemClock,
    random: random ?? Math.random,
  }
}

function readApiKey(
  option: ApiKey | null | undefined,
  dangerouslyAllowBrowser: boolean | null | undefined,
): ApiKey | undefined {
  const apiKey = option === undefined ? readEnvironment('MIRA_API_KEY') : option
  if (apiKey == null) return undefined
  if (isBrowser() && !dangerouslyAllowBrowser) {
    throw new TypeError('An API key in a web page is public: use @mira/proxy, or set dangerouslyAllowBrowser')
  }
  if (typeof apiKey !== 'function') checkApiKey(apiKey, option === undefined ? 'MIRA_API_KEY' : 'apiKey')
  return apiKey
}
