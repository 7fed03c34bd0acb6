import type { Call } from './call.ts'
import type { ClientState, SharedCallState } from './client-state.ts'
import type { MiraError } from './error.ts'
import type { HeadersOption } from './headers.ts'
import type { RetryOptions, Timeouts } from './settings.ts'
import type { RawReply, RequestBody, WireRequest } from './wire-types.ts'

/** Options accepted by every operation, in addition to its parameters. */
export interface RequestOptions {
  /** Aborts the call, which then rejects with `signal.reason`. */
  readonly signal?: AbortSignal | null | undefined
  /** Timeouts in milliseconds; override the client's. A number sets `total`. */
  readonly timeout?: number | Partial<Timeouts> | null | undefined
  /** Retry options; override the client's. `false` disables retries, a number sets `maxRetries`. */
  readonly retry?: false | number | Partial<RetryOptions> | null | undefined
  /** Additional request headers, also as `Headers`; override the client's. */
  readonly headers?: HeadersOption | null | undefined
  /** Value of the `Idempotency-Key` header: a server that supports it executes the request only once. */
  readonly idempotencyKey?: string | null | undefined
}

/** Description of one request of an operation. */
export interface RequestSpec<Data> {
  /** Name for errors, hooks and traces, such as `chat.create`. */
  readonly operation: string
  /** HTTP method. Defaults to `POST` when there is a body, otherwise to `GET`. */
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | undefined
  /** Path starting with `/v1/…`; insert ids with the `path` tag. Downloads may use an absolute URL. */
  readonly path: string
  /** Query parameters; `undefined` values are omitted. */
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>> | undefined
  /** Request body, sent as `application/json`. */
  readonly json?: unknown
  /** Request body of any other media type. */
  readonly body?: RequestBody | undefined
  /** Value of the `Accept` header. Defaults to `application/json`. */
  readonly accept?: string | undefined
  /** `billed` if an unnoticed success would be charged or have side effects, so that only safe retries are made. */
  readonly billing?: Billing | undefined
  /** Whether the response is an event stream, to which the `firstEvent` timeout applies. */
  readonly isStream?: boolean | undefined
  /** Returns the request that follows a redirect to another origin. By default, such redirects are errors. */
  readonly onRedirect?: ((redirect: Redirect) => WireRequest | undefined) | undefined
  /** Called when the call starts, so that a stream can abort it before the response arrives. */
  readonly onStart?: ((call: Call) => void) | undefined
  /** Converts the response to the result; an error thrown here fails the attempt. Defaults to `readJson`. */
  readonly read?: ((reply: RawReply, context: ReadContext) => Data | Promise<Data>) | undefined
}

/** Rules for requests whose unnoticed success would be charged. */
export interface Billing {
  /** Returns an idempotency key for a call; `undefined` if the origin may not accept the header. */
  createKey(origin: string): string | undefined
  /**
   * Whether the request can be retried after this error.
   *
   * @param isDeduplicated - Whether the request has an idempotency key, and the server supports them.
   */
  isSafeToRepeat(error: MiraError, isDeduplicated: boolean): boolean
}

/** A redirect to another origin, or to a location that cannot be read. */
export interface Redirect {
  readonly request: WireRequest
  readonly status: number
  readonly target: URL | undefined
}

/** Context for reading a response. */
export interface ReadContext {
  readonly call: Call
  readonly state: ClientState
  /** Transfers ownership of the call to a stream. Returns a function that ends the call, which the stream must use. */
  detach(): (outcome: CallOutcome) => void
}

/** How a call ended: with a result, or with an error. */
export interface CallOutcome {
  readonly error?: unknown
  /** Returns the result. Called only for hooks, because assembling that of a stream takes as long as reading a short one. */
  readonly result?: () => unknown
}

/** State of a call in progress: internal data for the built-in middleware, in addition to {@link CallContext}. */
export interface CallState extends ReadContext {
  readonly state: ClientState & { readonly shared: SharedCallState }
  readonly spec: RequestSpec<unknown>
  readonly retry: RetryOptions
  /** Request of the current attempt; its URL is the final one after redirects. */
  sent: Pick<WireRequest, 'method' | 'url'>
}
