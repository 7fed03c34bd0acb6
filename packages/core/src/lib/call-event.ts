import type { MiraError } from './error.ts'
import type { Next } from './wire-types.ts'

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
  /** Returns the JSON body of the request, if any. A function, so that a log of events does not contain their content. */
  readonly params: () => unknown
}

/** Event for an attempt that is about to be sent. */
export interface RequestEvent extends CallEvent {
  /** Origin of the API. Downloads may have another one, which must not receive headers that are meant for the API. */
  readonly origin: string
  /** Attempt to send. A listener may change it. */
  readonly sending: Sending
}

/** An attempt to send. */
export interface Sending {
  /** Request headers by lower-case name; replace the object to add one, such as `traceparent`, to this attempt. */
  headers: Record<string, string>
  /** Sends the attempt; wrap it to do so within something else, such as the context of a span. */
  send: Next
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
  /** Returns the result, of a stream the part received so far. A function, like `params`; absent without a result. */
  readonly result?: (() => unknown) | undefined
}

/**
 * Event for the start of work that is longer than a call: waiting for a job (`video.wait`), a realtime session
 * (`realtime.session`) or a run with tools (`chat.runTools`, `chat.streamTools`), or one of their tool calls
 * (`realtime.tool`, `chat.tool`).
 */
export interface TaskEvent {
  /** Name of the operation, such as `video.wait`. */
  readonly operation: string
  /** URL of the API, without credentials. */
  readonly url: string
  /** Model in use, if known. */
  readonly model?: string | undefined
  /** Id of the job or tool call. */
  readonly id?: string | undefined
  /** Name of the tool. */
  readonly name?: string | undefined
  /** Returns the parameters of the task, such as the arguments of a tool call. */
  readonly params?: (() => unknown) | undefined
  /** Adds an observer of the task. */
  observe(observer: TaskObserver): void
}

/** Callbacks for the lifecycle of a task; errors they throw are logged and ignored, except those of `run`. */
export interface TaskObserver {
  /** Runs a part of the task and returns its result: calls sent by it belong to the task. */
  readonly run?: (<Result>(work: () => Result) => Result) | undefined
  /** Called when the state of the task changes. */
  readonly onProgress?: ((progress: TaskProgress) => void) | undefined
  /** Called once, when the task ends. */
  readonly onEnd?: ((end: TaskEnd) => void) | undefined
}

/** Change of a task. */
export interface TaskProgress {
  /** State of a job or of a connection, such as `running` or `reconnecting`, or type of a realtime event. */
  readonly name: string
  /** Returns the realtime event, if it is one. A function, so that a log does not contain content. */
  readonly event?: (() => unknown) | undefined
  /** Error that caused the change, if any. */
  readonly error?: unknown
}

/** End of a task. */
export interface TaskEnd {
  /** Error of the task, or the caller's own abort reason. Absent on success, and for a job that failed: see its state. */
  readonly error?: unknown
  /** Returns the last known state of the job, or the output of the tool. */
  readonly result?: (() => unknown) | undefined
}

/** Callbacks for the lifecycle of calls. */
export interface Hooks {
  /** Called before an attempt is sent. */
  readonly onRequest?: ((event: RequestEvent) => void) | undefined
  /** Called when an attempt succeeded. */
  readonly onResponse?: ((event: ResponseEvent) => void) | undefined
  /** Called when an attempt failed and will be retried. */
  readonly onRetry?: ((event: RetryEvent) => void) | undefined
  /** Called when a call has succeeded or failed; for a stream, when it ends or is closed early. */
  readonly onEnd?: ((event: EndEvent) => void) | undefined
  /** Called when work that is longer than a call starts, such as waiting for a job. */
  readonly onTask?: ((event: TaskEvent) => void) | undefined
  /** Called with warnings, such as a deprecated endpoint; once per message and client. Defaults to `console.warn`. */
  readonly onWarning?: ((message: string) => void) | undefined
}

/** Usage of a realtime session, which is not part of any response to a request. */
export interface SessionUsage {
  /** `realtime.response`, or `realtime.audio` for the audio of the session. */
  readonly operation: string
  /** Identity of the session: the same object for all its usage. */
  readonly session: object
  /** Id of the response. */
  readonly id?: string | undefined
  /** Status of the response. */
  readonly status?: string | undefined
  /** Model of the response, if the server names it. */
  readonly model?: string | undefined
  /** Usage of the response as sent by the server, if any. */
  readonly usage?: unknown
  /** Duration of all audio of the session so far, sent and received, in milliseconds; absent for a response. */
  readonly durationMs?: number | undefined
  /** Ends the session with an error. */
  end(error: unknown): void
}

/** Hooks of a derived client. */
export interface SessionHooks extends Hooks {
  /** Called with the usage of a realtime session: after each response, and at its end. */
  readonly onSessionUsage?: ((usage: SessionUsage) => void) | undefined
}

/** Channels of `node:diagnostics_channel` that call events are published to, with their message types. */
export interface DiagnosticsChannels {
  'mira:request': RequestEvent
  'mira:response': ResponseEvent
  'mira:retry': RetryEvent
  'mira:end': EndEvent
  'mira:task': TaskEvent
}

/** Events by the names of their hooks. */
export interface Events {
  onRequest: RequestEvent
  onResponse: ResponseEvent
  onRetry: RetryEvent
  onEnd: EndEvent
}
