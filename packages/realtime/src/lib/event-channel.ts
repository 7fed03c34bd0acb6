import { MiraError } from '@mira/core'
import { canonicalType } from './decode-event.ts'
import type { RealtimeEvent } from './server-event.ts'

type Listener = (event: never) => unknown

/** Dispatches events to listeners and iterators. Events emitted before the first of them are buffered. */
export class EventChannel {
  readonly #listeners = new Map<string, Set<Listener>>()
  readonly #readers = new Set<EventReader>()
  readonly #endListeners = new Set<(error: unknown) => void>()
  readonly #maxUnread: number
  #early: RealtimeEvent[] | undefined = []
  #end: { error?: unknown } | undefined

  /**
   * @param maxUnread - Maximum number of events queued for an iterator; beyond it, it fails with `limit_exceeded`. Of
   * the events before the first listener or iterator, the last `maxUnread` are kept.
   */
  constructor(maxUnread: number) {
    this.#maxUnread = maxUnread
  }

  emit(event: RealtimeEvent): void {
    if (this.#early) {
      if (this.#early.push(event) > this.#maxUnread) this.#early.shift()
      return
    }
    this.#notify(event.type, event)
    this.#notify('*', event)
    // Listeners for a type unknown to this package receive the event itself.
    const { event: unknown } = event as Partial<RealtimeEvent<'mira.unknown'>>
    if (unknown && !/^(\*$|mira\.)/.test(unknown.type)) this.#notify(unknown.type, unknown)
    for (const reader of this.#readers) reader.push(event)
  }

  on(type: string, listener: Listener): () => void {
    const name = canonicalType(type)
    const listeners = this.#listeners.get(name) ?? new Set()
    this.#listeners.set(name, listeners.add(listener))
    this.#release()
    return () => void listeners.delete(listener)
  }

  read(): AsyncIterableIterator<RealtimeEvent> {
    const reader = new EventReader(this.#maxUnread, () => this.#readers.delete(reader))
    this.#readers.add(reader)
    this.#release()
    if (this.#end) reader.end(this.#end.error)
    return reader
  }

  /** Calls a listener at the end, once. Returns a function that removes it. */
  onEnd(listener: (error: unknown) => void): () => void {
    this.#endListeners.add(listener)
    // After the buffered events, which are emitted in an earlier microtask.
    if (this.#end) queueMicrotask(() => listener(this.#end?.error))
    return () => void this.#endListeners.delete(listener)
  }

  /** Ends all iterators after their queued events; they throw `error` if there is one. */
  end(error?: unknown): void {
    this.#end = { error }
    for (const listener of this.#endListeners) listener(error)
    for (const reader of this.#readers) reader.end(error)
  }

  #notify(type: string, event: object): void {
    for (const listener of this.#listeners.get(type) ?? []) notify(listener, event)
  }

  /** Emits the buffered events in a microtask, so that all listeners added in the same tick receive them. */
  #release(): void {
    if (!this.#early) return
    queueMicrotask(() => {
      const events = this.#early ?? []
      this.#early = undefined
      for (const event of events) this.emit(event)
    })
  }
}

/** Calls a listener. An exception it throws is logged and does not affect the session. */
function notify(listener: Listener, event: object): void {
  try {
    listener(event as never)
  } catch (error) {
    console.error('mira: a listener threw', error)
  }
}

interface Waiting {
  resolve(result: IteratorResult<RealtimeEvent>): void
  reject(error: unknown): void
}

const ended = { value: undefined, done: true } as const

class EventReader implements AsyncIterableIterator<RealtimeEvent> {
  readonly #maxUnread: number
  readonly #forget: () => void
  #unread: RealtimeEvent[] = []
  #readCount = 0
  #waiting: Waiting[] = []
  #end: { error?: unknown } | undefined

  constructor(maxUnread: number, forget: () => void) {
    this.#maxUnread = maxUnread
    this.#forget = forget
  }

  push(event: RealtimeEvent): void {
    if (this.#end) return
    const next = this.#waiting.shift()
    if (next) next.resolve({ value: event, done: false })
    else if (this.#unread.push(event) - this.#readCount > this.#maxUnread) {
      this.end(new MiraError(`realtime: more than ${this.#maxUnread} events are unread`, { code: 'limit_exceeded' }))
    }
  }

  end(error: unknown): void {
    this.#forget()
    // Only the first pending `next()` rejects; the others are done.
    const [first, ...others] = this.#waiting
    this.#waiting = []
    this.#end ??= { error: first ? undefined : error }
    if (first && error !== undefined) first.reject(error)
    else first?.resolve(ended)
    for (const { resolve } of others) resolve(ended)
  }

  async next(): Promise<IteratorResult<RealtimeEvent>> {
    if (this.#readCount < this.#unread.length) return { value: this.#take(), done: false }
    if (!this.#end) return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }))
    const { error } = this.#end
    this.#end = {}
    if (error !== undefined) throw error
    return ended
  }

  async return(): Promise<IteratorResult<RealtimeEvent>> {
    this.#unread = []
    this.#readCount = 0
    this.end(undefined)
    this.#end = {}
    return ended
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  #take(): RealtimeEvent {
    const event = this.#unread[this.#readCount++] as RealtimeEvent
    if (this.#readCount === this.#unread.length || this.#readCount > 1_000) {
      this.#unread = this.#unread.slice(this.#readCount)
      this.#readCount = 0
    }
    return event
  }
}
