import { canonicalType } from './decode-event.ts'
import { EventReader } from './event-reader.ts'
import type { RealtimeEvent } from './server-event.ts'

type Listener = (event: never) => unknown

/** Type of the internal event that reports the end; not a string, so that servers cannot send it. */
const endType = Symbol('end')

/** Dispatches events to listeners and iterators. Events emitted before the first of them are buffered. */
export class EventChannel {
  readonly #listeners = new Map<string | symbol, Set<Listener>>()
  readonly #maxUnread: number
  #early: RealtimeEvent[] | undefined = []
  #end: { readonly error: unknown } | undefined

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
  }

  on(type: string, listener: Listener): () => void {
    return this.#add(canonicalType(type), listener)
  }

  /** Calls a listener at the end, after the buffered events. Returns a function that removes it. */
  onEnd(listener: (end: { readonly error: unknown }) => void): () => void {
    const end = this.#end
    const off = this.#add(endType, listener)
    if (end) queueMicrotask(() => listener(end))
    return off
  }

  read(): AsyncIterableIterator<RealtimeEvent> {
    const reader = new EventReader(this.#maxUnread, () => {
      off()
      offEnd()
    })
    const off = this.on('*', (event) => reader.push(event))
    const offEnd = this.onEnd(({ error }) => reader.end(error))
    return reader
  }

  /** Ends all iterators after their queued events; they throw `error` if there is one. */
  end(error?: unknown): void {
    if (this.#listeners.size > 0) this.#release()
    this.#end = { error }
    this.#notify(endType, this.#end)
  }

  #add(type: string | symbol, listener: Listener): () => void {
    const listeners = this.#listeners.get(type) ?? new Set()
    this.#listeners.set(type, listeners.add(listener))
    // In a microtask, so that all listeners added in the same tick receive the buffered events.
    if (this.#early) queueMicrotask(() => this.#release())
    return () => void listeners.delete(listener)
  }

  /** Calls the listeners for a type. An exception is logged and does not affect the session. */
  #notify(type: string | symbol, event: object): void {
    for (const listener of this.#listeners.get(type) ?? []) {
      try {
        listener(event as never)
      } catch (error) {
        console.error('mira: a listener threw', error)
      }
    }
  }

  #release(): void {
    const events = this.#early ?? []
    this.#early = undefined
    for (const event of events) this.emit(event)
  }
}
