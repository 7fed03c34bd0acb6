import { MiraError } from '@mira/core'
import type { RealtimeEvent } from './server-event.ts'

type Result = IteratorResult<RealtimeEvent>

const ended = { value: undefined, done: true } as const

/** An iterator over events, which are queued until they are read. */
export class EventReader implements AsyncIterableIterator<RealtimeEvent> {
  readonly #maxUnread: number
  readonly #forget: () => void
  readonly #waiting: ((result: Result | Promise<Result>) => void)[] = []
  #unread: RealtimeEvent[] = []
  #readCount = 0
  #end: { readonly error?: unknown } | undefined

  /**
   * @param maxUnread - Maximum number of queued events; beyond it, the iterator fails with `limit_exceeded`.
   * @param forget - Called at the end, from which on no events are needed.
   */
  constructor(maxUnread: number, forget: () => void) {
    this.#maxUnread = maxUnread
    this.#forget = forget
  }

  /** Queues an event, or resolves a pending read with it. */
  push(event: RealtimeEvent): void {
    const resolve = this.#waiting.shift()
    if (resolve) resolve({ value: event, done: false })
    else if (this.#unread.push(event) - this.#readCount > this.#maxUnread) {
      this.end(new MiraError(`realtime: more than ${this.#maxUnread} events are unread`, { code: 'limit_exceeded' }))
    }
  }

  /** Ends the iterator after the queued events, with an error if there is one. */
  end(error: unknown): void {
    this.#forget()
    this.#end ??= { error }
    for (const resolve of this.#waiting.splice(0)) resolve(this.#last())
  }

  async next(): Promise<Result> {
    if (this.#readCount < this.#unread.length) return { value: this.#take(), done: false }
    return this.#end ? this.#last() : new Promise((resolve) => this.#waiting.push(resolve))
  }

  async return(): Promise<Result> {
    this.#unread = []
    this.#readCount = 0
    this.#end = {}
    this.end(undefined)
    return ended
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  /** Only the first pending or later `next()` rejects; the others are done. */
  async #last(): Promise<Result> {
    const { error } = this.#end ?? {}
    this.#end = {}
    if (error !== undefined) throw error
    return ended
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
