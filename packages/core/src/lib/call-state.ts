import type { Call } from './call.ts'
import type { CallingState } from './client-state.ts'
import type { RawReply, Reply, Timeouts, WireRequest } from './exchange.ts'
import type { RequestBody } from './request-body.ts'
import type { RetryOptions } from './retry-options.ts'

/** Options that every operation takes beside its parameters. */
export interface RequestOptions {
  /** Ends the call; it then rejects with `signal.reason`. */
  readonly signal?: AbortSignal | undefined
  /** Limits in milliseconds, over the client's; a number sets `total`. */
  readonly timeout?: number | Partial<Timeouts> | undefined
  /** Over the client's; `false` switches retries off, a number sets how many. */
  readonly retry?: false | number | Partial<RetryOptions> | undefined
  /** Added to the client's; they win. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Marks the request as one logical operation, so that a server that honours it (`Idempotency-Key`) runs it once. */
  readonly idempotencyKey?: string | undefined
}

/** One request of an operation. */
export interface RequestSpec<Data> {
  /** Name for errors, hooks and traces, such as `chat.create`. */
  readonly operation: string
  /** Default `GET`, or `POST` when there is a body. */
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | undefined
  /** From `/v1/…`; build ids in with the `path` tag. An absolute URL is allowed for downloads. */
  readonly path: string
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>> | undefined
  /** Sent as `application/json`. */
  readonly json?: unknown
  /** Any other body. */
  readonly body?: RequestBody | undefined
  /** Media type asked for; default `application/json`. */
  readonly accept?: string | undefined
  /** Whether an unseen success would cost money or leave something behind, so that only safe retries are made. */
  readonly isBilled?: boolean | undefined
  /** Whether the reply is a stream of events, whose first one is timed. */
  readonly isStream?: boolean | undefined
  /** Hands the call out as it starts, so that a stream can end it before its reply. */
  readonly onStart?: ((call: Call) => void) | undefined
  /** Turns the reply into the result; its failures count as the attempt's. Default `readJson`. */
  readonly read?: ((reply: RawReply, context: ReadContext) => Data | Promise<Data>) | undefined
}

/** What reading a reply may need. */
export interface ReadContext {
  readonly call: Call
  readonly state: CallingState
  /** Hands the call over to a stream, which ends it itself. */
  detach(): void
}

/** One call on its way: what the built-in middlewares know beyond {@link CallContext}. */
export interface CallState {
  readonly call: Call
  readonly state: CallingState
  readonly spec: RequestSpec<unknown>
  readonly retry: RetryOptions
  /** Whether the body can be sent again. */
  readonly isReplayable: boolean
  isDetached: boolean
}

export type Pipeline = (request: WireRequest, callState: CallState) => Promise<Reply>
