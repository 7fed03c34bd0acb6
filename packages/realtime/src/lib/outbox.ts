import { type Clock, MiraError } from '@mira/core'
import type { Connection } from './connection.ts'

/** Bytes the socket may hold before we do: what is handed over can be neither counted nor dropped any more. */
const maxHandedBytes = 16 * 1024
const pollMs = 20
/** Events of any kind that may wait; more of them means that nobody looks. */
const maxEntries = 10_000

interface Entry {
  readonly text: string
  /** Of audio; 0 for other events. */
  readonly durationMs: number
  /** A new connection is told it in another way, or has no use for it. */
  readonly isReplayed?: boolean
}

/** How an event is put into the queue. */
export interface PushOptions {
  /** Ahead of everything that waits. */
  readonly isUrgent?: boolean
  /** Dropped when the connection is lost. */
  readonly isReplayed?: boolean
}

/** How much audio may wait and what happens to more. */
export interface OutboxOptions {
  readonly maxBufferedMs: number
  readonly overflow: 'wait' | 'drop'
  readonly clock: Clock
  /** Told of audio that was dropped. */
  dropped(durationMs: number): void
}

interface WaitingEntry extends Entry {
  resolve(): void
  reject(error: unknown): void
}

/** Events in the order they are to be sent, while the connection is slow or away. */
export class Outbox {
  readonly #options: OutboxOptions
  /** What has no place among the entries yet. */
  #waiting: WaitingEntry[] = []
  #waitingMs = 0
  #entries: Entry[] = []
  #bufferedMs = 0
  #connection: Connection | undefined
  #timer: unknown
  #closed: { readonly error: unknown } | undefined

  constructor(options: OutboxOptions) {
    this.#options = options
  }

  /** Audio that has been taken and not yet handed to the socket, in milliseconds. */
  get bufferedMs(): number {
    return this.#bufferedMs
  }

  /** Sends through this connection from now on; through none while there is none. */
  attach(connection: Connection | undefined): void {
    this.#connection = connection
    if (!connection) {
      this.#entries = this.#entries.filter(({ isReplayed }) => !isReplayed)
      this.#waiting = this.#waiting.filter(({ isReplayed }) => !isReplayed)
    }
    this.#pump()
  }

  /**
   * Takes a control event.
   *
   * @throws {MiraError} `limit_exceeded` when far too much waits.
   */
  push(text: string, { isUrgent = false, isReplayed = false }: PushOptions = {}): void {
    const entry = { text, durationMs: 0, isReplayed }
    if (this.#entries.length + this.#waiting.length >= maxEntries) throw full(`${maxEntries} events wait to be sent`)
    if (isUrgent) this.#entries.unshift(entry)
    else if (this.#waiting.length > 0) this.#waiting.push({ ...entry, resolve() {}, reject() {} })
    else this.#entries.push(entry)
    this.#pump()
  }

  /** Takes audio; settles when it has a place among the entries. */
  pushAudio(text: string, durationMs: number): Promise<void> {
    const { maxBufferedMs, overflow } = this.#options
    if (this.#closed) return Promise.reject(this.#closed.error)
    // Callers that do not wait are stopped before they fill the memory.
    if (this.#waitingMs > maxBufferedMs || this.#entries.length >= maxEntries) {
      return Promise.reject(full(`${maxBufferedMs} ms of audio wait already: await each call`))
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ text, durationMs, resolve, reject })
      this.#waitingMs += durationMs
      if (overflow === 'drop') this.#admit(Number.POSITIVE_INFINITY)
      this.#pump()
      if (overflow === 'drop') this.#dropOldest(this.#bufferedMs - maxBufferedMs)
    })
  }

  /** Forgets audio that waits. */
  clearAudio(): void {
    this.#entries = this.#entries.filter(({ durationMs }) => durationMs === 0)
    this.#bufferedMs = 0
    this.#pump()
  }

  /** Forgets everything; whoever waits or comes later is told why. */
  close(error: unknown): void {
    this.#closed = { error }
    this.#connection = undefined
    this.#options.clock.clearTimeout(this.#timer)
    this.#entries = []
    for (const { reject } of this.#waiting.splice(0)) reject(error)
  }

  #pump(): void {
    do this.#send()
    while (this.#admit(this.#options.maxBufferedMs) && this.#canSend())
    this.#options.clock.clearTimeout(this.#timer)
    // Browsers tell nobody when a socket has sent what it held.
    const isBlocked = this.#entries.length > 0 && this.#connection?.isReady
    if (isBlocked) this.#timer = this.#options.clock.setTimeout(() => this.#pump(), pollMs)
  }

  #canSend(): boolean {
    return this.#connection?.isReady === true && this.#connection.bufferedAmount < maxHandedBytes
  }

  #send(): void {
    let count = 0
    for (; count < this.#entries.length && this.#canSend(); count += 1) {
      const { text, durationMs } = this.#entries[count] as Entry
      this.#bufferedMs -= durationMs
      this.#connection?.send(text)
    }
    if (count > 0) this.#entries.splice(0, count)
  }

  /** Gives what waits a place, in order; returns whether there was any. */
  #admit(maxMs: number): boolean {
    let count = 0
    while (this.#bufferedMs < maxMs) {
      const entry = this.#waiting.shift()
      if (!entry) break
      this.#waitingMs -= entry.durationMs
      this.#bufferedMs += entry.durationMs
      this.#entries.push(entry)
      entry.resolve()
      count += 1
    }
    return count > 0
  }

  #dropOldest(excessMs: number): void {
    let droppedMs = 0
    this.#entries = this.#entries.filter(({ durationMs }) => {
      const isDropped = durationMs > 0 && droppedMs < excessMs
      if (isDropped) droppedMs += durationMs
      return !isDropped
    })
    this.#bufferedMs -= droppedMs
    if (droppedMs > 0) this.#options.dropped(droppedMs)
  }
}

const full = (message: string): MiraError => new MiraError(`realtime: ${message}`, { code: 'limit_exceeded' })
