import type { ApiKey } from '@mira/core'
import type { Endpoint } from './endpoints.ts'

/** How much one visitor may ask for. */
export interface VisitorLimits {
  /** Calls in a window (default 60). */
  readonly requests: number
  /** Length of a window, in milliseconds (default 60 000). */
  readonly windowMs: number
  /** Realtime sockets open at once (default 4). */
  readonly sockets: number
}

/** A call that was passed on, for logs and meters; it holds no content and no key. */
export interface ForwardedCall {
  readonly visitor: string
  readonly method: string
  /** Path at the API, such as `/v1/chat/completions`. */
  readonly path: string
  /** Status of the answer; 502 when there was none. */
  readonly status: number
  /** Time until the answer began, in milliseconds. */
  readonly durationMs: number
}

/** Options of `createProxyHandler` and `createUpgradeHandler`. */
export interface ProxyOptions {
  /**
   * Says who asks: an id for the visitor, such as that of your session, which limits are counted by. Nothing (null or
   * undefined) refuses with 401, a `Response` is sent as it is.
   */
  readonly authorize: (
    request: Request,
  ) => string | Response | null | undefined | Promise<string | Response | null | undefined>
  /** Endpoints that visitors may call, such as `[...endpoints.chat, 'POST /v1/audio/speech']`. */
  readonly allow: readonly Endpoint[]
  /** Default `MIRA_API_KEY`; `null` for none. */
  readonly apiKey?: ApiKey | null | undefined
  /** Default `MIRA_BASE_URL`, then `https://api.vmira.ai`. */
  readonly baseUrl?: string | undefined
  /** Path at which the handler stands, such as `/api/mira`; default whatever comes before `/v1/` or `/media/`. */
  readonly basePath?: string | undefined
  /** Other origins whose pages may call, such as `https://app.example.com`; the handler's own may always. */
  readonly allowedOrigins?: readonly string[] | undefined
  /** Largest body, in bytes (default 25 MiB); beyond it 413. */
  readonly maxBodyBytes?: number | undefined
  /** Counted in this process; where several serve, count in `authorize` and give `false` here. */
  readonly limits?: Partial<VisitorLimits> | false | undefined
  /** Told of every call that was passed on; what it throws is ignored. */
  readonly onForward?: ((call: ForwardedCall) => void) | undefined
  /** Default the global `fetch`. */
  readonly fetch?: typeof fetch | undefined
}
