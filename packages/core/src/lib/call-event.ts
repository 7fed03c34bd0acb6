import type { MiraError } from './error.ts'

/** Fields shared by all events of a call. */
export interface CallEvent {
  /** Identity of the call: the same object for all its events, such as a `WeakMap` key for a span. */
  readonly call: object
  /** Name of the operation, such as `chat.create`. */
  readonly operation: string
  /** HTTP method. */
  readonly method: string
  /** Request URL, without credentials. */
  readonly url: string
  /** Model in the request, if any (`gen_ai.request.model`). */
  readonly model: string | undefined
  /** Number of the attempt, starting at 1. */
  readonly attempt: number
}

/** Event for a successful attempt. */
export interface ResponseEvent extends CallEvent {
  /** HTTP status of the response. */
  readonly status: number
  /** `x-request-id` of the response, if any. */
  readonly requestId: string | undefined
  /** Time from the start of the attempt to its response (streams: to the first event), in milliseconds. */
  readonly durationMs: number
}

/** Event for a failed attempt that will be retried. */
export interface RetryEvent extends CallEvent {
  /** Error of the failed attempt. */
  readonly error: MiraError
  /** Delay before the next attempt, in milliseconds. */
  readonly waitMs: number
}

/** Event for the end of a call. */
export interface EndEvent extends CallEvent {
  /** Error of the call, or the caller's own abort reason; absent on success. */
  readonly error?: unknown
  /** Duration of the call, in milliseconds. */
  readonly durationMs: number
  /** Usage as sent by the server, if any (`gen_ai.usage.*`). */
  readonly usage?: Readonly<Record<string, unknown>> | undefined
  /** Model named in the response, if any (`gen_ai.response.model`). */
  readonly responseModel?: string | undefined
}

/** Callbacks for the lifecycle of calls. */
export interface Hooks {
  /** Called before an attempt is sent. */
  readonly onRequest?: ((event: CallEvent) => void) | undefined
  /** Called when an attempt succeeded. */
  readonly onResponse?: ((event: ResponseEvent) => void) | undefined
  /** Called when an attempt failed and will be retried. */
  readonly onRetry?: ((event: RetryEvent) => void) | undefined
  /** Called when a call has succeeded or failed; for a stream, when it ends or is closed early. */
  readonly onEnd?: ((event: EndEvent) => void) | undefined
  /** Called with warnings, such as a deprecated endpoint; once per message and client. Defaults to `console.warn`. */
  readonly onWarning?: ((message: string) => void) | undefined
}

/** Channels of `node:diagnostics_channel` that call events are published to, with their message types. */
export interface DiagnosticsChannels {
  'mira:request': CallEvent
  'mira:response': ResponseEvent
  'mira:retry': RetryEvent
  'mira:end': EndEvent
}

/** Events by the names of their hooks. */
export interface Events {
  onRequest: CallEvent
  onResponse: ResponseEvent
  onRetry: RetryEvent
  onEnd: EndEvent
}
