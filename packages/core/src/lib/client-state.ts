import type { BaseUrl } from './base-url.ts'
import type { Hooks } from './call-event.ts'
import type { Clock } from './clock.ts'
import type { ResponseLimits, RetryOptions, Timeouts } from './settings.ts'
import type { Fetch, Middleware } from './wire-types.ts'

/** A client for the API: settings and credentials, passed to operations as their first argument. */
export interface Client {
  /** URL of the API, without `/v1`. */
  readonly baseUrl: string
  /** Model for operations called without one. */
  readonly model: string
  /**
   * Returns a new client that also has the members of an extension.
   *
   * @throws {TypeError} when the client already has a member of the same name.
   */
  extend<Members extends object>(extension: Extension<Members>): this & Members
}

/** A function that creates the members an extension adds to a client. */
export type Extension<Members extends object> = (client: Client) => Members

/** An API key, or a function that returns one for each attempt (rotation, short-lived tokens). */
export type ApiKey = string | (() => string | Promise<string>)

/** Internal state of a client: its resolved settings, and the state shared by its calls. */
export interface ClientState {
  readonly baseUrl: BaseUrl
  readonly model: string
  readonly apiKey: ApiKey | undefined
  /** API keys in use, redacted from all output; keys returned by a function are added as they are obtained. */
  secrets: readonly string[]
  readonly headers: Readonly<Record<string, string>>
  readonly timeouts: Timeouts
  readonly retry: RetryOptions
  readonly limits: ResponseLimits
  readonly middleware: readonly Middleware[]
  readonly hooks: Hooks | null | undefined
  readonly fetch: Fetch | null | undefined
  readonly WebSocket: unknown
  readonly clock: Clock
  readonly random: () => number
  /** Created by the first call, so that a bundle which only opens WebSockets does not include its parts. */
  shared?: SharedCallState
}

/** State shared by all calls of a client. */
export interface SharedCallState {
  readonly budget: RetryBudget
  /** Warnings that have been emitted. */
  readonly warnings: Set<string>
  /** Set once a response shows that the server supports idempotency keys. */
  supportsIdempotency?: boolean
}

/** Limits the retries of all calls of a client in proportion to its successful calls. */
export interface RetryBudget {
  /** Consumes one retry from the budget. Returns `false` when it is exhausted. */
  take(nowMs: number): boolean
  /** Adds a fraction of a retry to the budget after a successful call. */
  refund(): void
}

/** Key of a client's internal state; a registered symbol, shared by all copies of this package. */
export const stateKey: unique symbol = Symbol.for('@mira/core/state') as never

/**
 * Returns the internal state of a client, including its clock, random source, origin and API key.
 *
 * @throws {TypeError} when the value is not a client.
 */
export function stateOf(client: Client): ClientState {
  const read = (client as unknown as { [stateKey]?(): ClientState } | undefined)?.[stateKey]
  if (!read) throw new TypeError('The first argument must be a client of createClient')
  return read.call(client)
}
