import { parseBaseUrl } from './base-url.ts'
import type { ClientOptions } from './client-options.ts'
import { type ApiKey, type Client, type ClientState, type Extension, stateKey } from './client-state.ts'
import { systemClock } from './clock.ts'
import { isBrowser, readEnvironment } from './environment.ts'
import { lowerCaseHeaders } from './headers.ts'
import { checkApiKey } from './middleware/auth.ts'
import { readLimits, readRetryOptions, readTimeouts, refuseUnknown } from './settings.ts'

const defaultBaseUrl = 'https://api.vmira.ai'

/**
 * Creates a client. Nothing is sent until the first call.
 *
 * @throws {TypeError | RangeError} when an option is unknown or invalid.
 * @throws {TypeError} when an API key is used in a web page without `dangerouslyAllowBrowser`.
 */
export function createClient(options: ClientOptions = {}): Client {
  return new MiraClient(readOptions(options))
}

class MiraClient implements Client {
  // Private fields are hidden from inspection and serialization; the key is stored nowhere else.
  readonly #state: ClientState
  readonly #extensions: readonly Extension<object>[]

  constructor(state: ClientState, extensions: readonly Extension<object>[] = [], members?: object) {
    this.#state = state
    this.#extensions = extensions
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
    return new MiraClient(this.#state, [...this.#extensions, extension], { ...this, ...added }) as never
  }

  /** Internal state, or the extensions, for the other `@mira/*` packages; not part of the public API. */
  [stateKey](part?: 'extensions'): ClientState | readonly Extension<object>[] {
    return part ? this.#extensions : this.#state
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
  const { onRequest, onResponse, onRetry, onEnd, onTask, onWarning, ...unknownHooks } = hooks ?? {}
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
