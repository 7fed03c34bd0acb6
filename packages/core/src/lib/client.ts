import { type ApiKey, checkApiKey } from './api-key.ts'
import { parseBaseUrl } from './base-url.ts'
import type { ClientState, Limits } from './client-state.ts'
import { type Clock, systemClock } from './clock.ts'
import { isBrowser, readEnvironment } from './environment.ts'
import type { Fetch, Middleware, Timeouts } from './exchange.ts'
import { lowerCaseHeaders } from './headers.ts'
import type { Hooks } from './observer.ts'
import { readSettings } from './read-settings.ts'
import { type RetryOptions, readRetryOptions } from './retry-options.ts'
import { stateKey } from './state-key.ts'
import { readTimeouts } from './timeouts.ts'

/** Settings of {@link createClient}; every one has a default. */
export interface ClientOptions {
  /** Default `MIRA_API_KEY`; `null` for none, whatever the environment says. Without one, requests go out unauthenticated, which is right behind a proxy of yours. */
  readonly apiKey?: ApiKey | null | undefined
  /** With or without `/v1`; default `MIRA_BASE_URL`, then `https://api.vmira.ai`. In a page also a path: `/api/mira`. */
  readonly baseUrl?: string | undefined
  /** Model for operations that are called without one; default `MIRA_MODEL`, then `mira`. */
  readonly model?: string | undefined
  /** Limits in milliseconds; a number sets `total`. */
  readonly timeout?: number | Partial<Timeouts> | undefined
  /** `false` switches retries off, a number sets how many. */
  readonly retry?: false | number | Partial<RetryOptions> | undefined
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Wraps every attempt; the first is the outermost. */
  readonly middleware?: readonly Middleware[] | undefined
  /** Called as calls begin, retry and end; what they throw is ignored. */
  readonly hooks?: Hooks | undefined
  readonly limits?: Partial<Limits> | undefined
  /** Default the runtime's own way to the network. */
  readonly fetch?: Fetch | undefined
  /** Default the global constructor (`ws` on Node); used by `@mira/realtime`. */
  readonly WebSocket?: unknown
  /** Default the machine's clock. */
  readonly clock?: Clock | undefined
  /** Numbers in [0, 1) for jitter; default `Math.random`. */
  readonly random?: (() => number) | undefined
  /** Allows an API key in a web page, where every visitor can read it. Prefer `@mira/proxy`. */
  readonly dangerouslyAllowBrowser?: boolean | undefined
}

/** Members that an extension adds to a client. */
export type Extension<Members extends object> = (client: Client) => Members

/** A connection to the API: settings and credentials, which operations take as their first argument. */
export interface Client {
  /** Without `/v1`. */
  readonly baseUrl: string
  /** Model for operations that are called without one. */
  readonly model: string
  /**
   * Adds the members of an extension, typed.
   *
   * @throws {TypeError} when a name is already taken.
   */
  extend<Members extends object>(extension: Extension<Members>): this & Members
}

const defaultBaseUrl = 'https://api.vmira.ai'
const defaultLimits: Limits = { maxEventBytes: 16_777_216, maxJsonBytes: 268_435_456 }

/**
 * Creates a client; nothing is sent before the first call.
 *
 * @throws {TypeError | RangeError} for settings that cannot work, and for an API key in a web page.
 */
export function createClient(options: ClientOptions = {}): Client {
  return new MiraClient(readOptions(options), {})
}

class MiraClient implements Client {
  // Private fields are invisible to inspection and serialisation: the key lives nowhere else.
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
    const added = extension(this)
    for (const name of Object.keys(added)) {
      if (name in this) throw new TypeError(`extend: "${name}" is taken already`)
    }
    return new MiraClient(this.#state, { ...this.#members, ...added }) as never
  }

  /** Not for users: what other packages of ours build on. */
  [stateKey](): ClientState {
    return this.#state
  }

  toJSON(): object {
    return { baseUrl: this.baseUrl, model: this.model }
  }
}

function readOptions(options: ClientOptions): ClientState {
  const apiKey = readApiKey(options)
  const baseUrl = parseBaseUrl(options.baseUrl ?? readEnvironment('MIRA_BASE_URL') ?? defaultBaseUrl)
  return {
    baseUrl,
    apiKey,
    secrets: typeof apiKey === 'string' ? [apiKey] : [],
    model: options.model ?? readEnvironment('MIRA_MODEL') ?? 'mira',
    headers: lowerCaseHeaders(options.headers),
    timeouts: readTimeouts(options.timeout),
    retry: readRetryOptions(options.retry),
    limits: readSettings('limits', options.limits ?? {}, defaultLimits, 1),
    middleware: options.middleware ?? [],
    hooks: options.hooks,
    fetch: options.fetch,
    WebSocket: options.WebSocket,
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
  }
}

function readApiKey({
  apiKey = readEnvironment('MIRA_API_KEY'),
  dangerouslyAllowBrowser,
}: ClientOptions): ApiKey | undefined {
  if (apiKey == null) return undefined
  if (isBrowser() && !dangerouslyAllowBrowser) {
    throw new TypeError(
      'Visitors of a web page can read its API key: keep it on your server with @mira/proxy, or set dangerouslyAllowBrowser',
    )
  }
  if (typeof apiKey === 'string') checkApiKey(apiKey)
  else if (typeof apiKey !== 'function') throw new TypeError('apiKey must be a string or a function')
  return apiKey
}
