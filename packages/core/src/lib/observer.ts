import { openChannel } from '#runtime'
import type { MiraError } from './error.ts'
import type { Channel } from './wire-types.ts'

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

interface Events {
  request: CallEvent
  response: ResponseEvent
  retry: RetryEvent
  end: EndEvent
}
type EventName = keyof Events

/** Channels of `node:diagnostics_channel` that call events are published to, with their message types. */
export interface DiagnosticsChannels {
  'mira:request': CallEvent
  'mira:response': ResponseEvent
  'mira:retry': RetryEvent
  'mira:end': EndEvent
}

const eventNames = ['request', 'response', 'retry', 'end'] as const

const hookNames = { request: 'onRequest', response: 'onResponse', retry: 'onRetry', end: 'onEnd' } as const

/**
 * Emits call events to hooks and `diagnostics_channel` subscribers (`mira:request`, `mira:response`, `mira:retry`,
 * `mira:end`). Has no cost without listeners.
 */
export class Observer {
  readonly #hooks: Hooks
  readonly #channels: ReadonlyMap<EventName, Channel | undefined>
  readonly #warned = new Set<string>()

  constructor(hooks: Hooks = {}) {
    this.#hooks = hooks
    this.#channels = new Map(eventNames.map((name) => [name, openChannel(`mira:${name}`)]))
  }

  /** Emits an event, built lazily if there are listeners. */
  notify<Name extends EventName>(name: Name, event: () => Events[Name]): void {
    const hook = this.#hooks[hookNames[name]] as ((event: Events[Name]) => void) | undefined
    const channel = this.#channels.get(name)
    if (!hook && !channel?.hasSubscribers) return
    const message = event()
    if (hook) void callSafely(() => hook(message))
    if (channel?.hasSubscribers) channel.publish(message)
  }

  /** Emits a warning, once per message. */
  warn(message: string): void {
    if (this.#warned.has(message)) return
    this.#warned.add(message)
    const warn = this.#hooks.onWarning ?? ((text) => console.warn(`mira: ${text}`))
    void callSafely(() => warn(message))
  }
}

/** Invokes a callback and logs its error, sync or async, so that it cannot fail the call. */
export async function callSafely(callback: () => unknown): Promise<void> {
  try {
    await callback()
  } catch (error) {
    console.error('mira: a hook threw', error)
  }
}
