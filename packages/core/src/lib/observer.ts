import { openChannel } from '#runtime'
import { callSafely } from './call-safely.ts'
import type { MiraError } from './error.ts'

/** What all events of one call have in common. */
export interface CallEvent {
  /** Same object for all events of a call, to hang a span on. */
  readonly call: object
  /** Such as `chat.create`. */
  readonly operation: string
  readonly method: string
  /** Without credentials. */
  readonly url: string
  /** Model asked for, where the request names one (`gen_ai.request.model`). */
  readonly model: string | undefined
  /** Counts from 1. */
  readonly attempt: number
}

export interface ResponseEvent extends CallEvent {
  readonly status: number
  readonly requestId: string | undefined
  /** From the start of the attempt to its reply (streams: to the first event), in milliseconds. */
  readonly durationMs: number
}

export interface RetryEvent extends CallEvent {
  readonly error: MiraError
  /** Pause before the next attempt, in milliseconds. */
  readonly waitMs: number
}

export interface EndEvent extends CallEvent {
  /** Absent on success; a caller's own abort reason comes as it is. */
  readonly error?: unknown
  /** From the start of the call to its end, in milliseconds. */
  readonly durationMs: number
  /** Usage as the wire sent it, where known (`gen_ai.usage.*`). */
  readonly usage?: Readonly<Record<string, unknown>> | undefined
  /** Model that answered (`gen_ai.response.model`). */
  readonly responseModel?: string | undefined
}

/** Callbacks into the life of every call. */
export interface Hooks {
  /** An attempt is about to be sent. */
  readonly onRequest?: ((event: CallEvent) => void) | undefined
  /** An attempt was answered with success. */
  readonly onResponse?: ((event: ResponseEvent) => void) | undefined
  /** An attempt failed and another follows. */
  readonly onRetry?: ((event: RetryEvent) => void) | undefined
  /** A call is over, well or not; for a stream when it ends or is left. */
  readonly onEnd?: ((event: EndEvent) => void) | undefined
  /** Something deserves attention, such as a deprecated endpoint; each message once a client. */
  readonly onWarning?: ((message: string) => void) | undefined
}

/** A channel of `node:diagnostics_channel`. */
export interface Channel {
  readonly hasSubscribers: boolean
  publish(message: unknown): void
}

/** Opens a channel where the runtime has such a thing. */
export type OpenChannel = (name: string) => Channel | undefined

interface Events {
  request: CallEvent
  response: ResponseEvent
  retry: RetryEvent
  end: EndEvent
}
type EventName = keyof Events

/** Messages of the channels of `node:diagnostics_channel` that calls are published on. */
export interface DiagnosticsChannels {
  'mira:request': CallEvent
  'mira:response': ResponseEvent
  'mira:retry': RetryEvent
  'mira:end': EndEvent
}

const eventNames = ['request', 'response', 'retry', 'end'] as const

const hookNames = { request: 'onRequest', response: 'onResponse', retry: 'onRetry', end: 'onEnd' } as const

/**
 * Tells hooks and `diagnostics_channel` subscribers (`mira:request`, `mira:response`, `mira:retry`, `mira:end`) what
 * happens. Costs nothing where nobody listens.
 */
export class Observer {
  readonly #hooks: Hooks
  readonly #channels: ReadonlyMap<EventName, Channel | undefined>
  readonly #warned = new Set<string>()

  constructor(hooks: Hooks = {}) {
    this.#hooks = hooks
    this.#channels = new Map(eventNames.map((name) => [name, openChannel(`mira:${name}`)]))
  }

  /** Tells of an event; it is only built when somebody listens. */
  notify<Name extends EventName>(name: Name, event: () => Events[Name]): void {
    const hook = this.#hooks[hookNames[name]] as ((event: Events[Name]) => void) | undefined
    const channel = this.#channels.get(name)
    if (!hook && !channel?.hasSubscribers) return
    const message = event()
    if (hook) void callSafely(() => hook(message))
    if (channel?.hasSubscribers) channel.publish(message)
  }

  warn(message: string): void {
    if (this.#warned.has(message)) return
    this.#warned.add(message)
    const warn = this.#hooks.onWarning ?? ((text) => console.warn(`mira: ${text}`))
    void callSafely(() => warn(message))
  }
}
