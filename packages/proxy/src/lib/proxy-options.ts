import type { ApiKey } from '@mira/core'
import type { Endpoint } from './endpoints.ts'

/** Limits per visitor. */
export interface VisitorLimits {
  /** Requests per window. Defaults to 60. */
  readonly requests: number
  /** Length of a window, in milliseconds. Defaults to 60,000. */
  readonly windowMs: number
  /** Realtime sockets open at the same time. Defaults to 4. */
  readonly sockets: number
}

/** A forwarded request, for logging and metering. It contains no content and no API key. */
export interface ForwardedCall {
  /** Id that `authorize` returned. */
  readonly visitor: string
  readonly method: string
  /** Path of the API, such as `/v1/chat/completions`. */
  readonly path: string
  /** Status of the response; 502 if there was none. */
  readonly status: number
  /** Time until the response started, in milliseconds. */
  readonly durationMs: number
}

/** Options of `createProxyHandler` and `createUpgradeHandler`. */
export interface ProxyOptions {
  /**
   * Identifies the visitor. Returns an id, such as that of your session, by which limits are counted; null or undefined
   * rejects the request with 401; a `Response` is sent unchanged.
   */
  readonly authorize: (
    request: Request,
  ) => string | Response | null | undefined | Promise<string | Response | null | undefined>
  /** Endpoints that visitors may call, such as `[...endpoints.chat, 'POST /v1/audio/speech']`. */
  readonly allow: readonly Endpoint[]
  /** API key. Defaults to `MIRA_API_KEY`; `null` for none. */
  readonly apiKey?: ApiKey | null | undefined
  /** Base URL of the API. Defaults to `MIRA_BASE_URL`, then `https://api.vmira.ai`. */
  readonly baseUrl?: string | undefined
  /** Path at which the handler is mounted, such as `/api/mira`. Defaults to everything before `/v1/` or `/media/`. */
  readonly basePath?: string | undefined
  /**
   * Additional origins whose pages may call, such as `https://app.example.com`. The handler's own origin is always
   * allowed.
   */
  readonly allowedOrigins?: readonly string[] | undefined
  /**
   * Host names under which the handler may be called, such as `app.example.com`; others are rejected with 403. Prevents DNS
   * rebinding, so set it where the handler listens on loopback or in a private network: `['localhost', '127.0.0.1']`.
   * Defaults to any.
   */
  readonly allowedHosts?: readonly string[] | undefined
  /** Maximum size of a request body, in bytes. Defaults to 25 MiB; larger bodies are rejected with 413. */
  readonly maxBodyBytes?: number | undefined
  /** Limits per visitor, counted in this process. With several processes, count in `authorize` and pass `false`. */
  readonly limits?: Partial<VisitorLimits> | false | undefined
  /** Called for each forwarded request. Exceptions thrown here are ignored. */
  readonly onForward?: ((call: ForwardedCall) => void) | undefined
  /** Defaults to the global `fetch`. */
  readonly fetch?: typeof fetch | undefined
}
