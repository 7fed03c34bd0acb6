import { type Clock, MiraError } from '@mira/core'
import type { Connection } from './connection.ts'

/** Maximum bytes buffered in the socket, beyond which events stay queued here: the socket's cannot be dropped. */
const maxHandedBytes = 16 * 1024
const pollMs = 20
/** Maximum number of queued events of any type. */
const maxEntries = 10_000

/** An audio event to send. */
export interface AudioPart {
  readonly text: string
  readonly durationMs: number
}

/** An event to send; `durationMs` is 0 unless it is audio. */
interface Entry extends AudioPart {
  /** Whether to drop the event with the connection: it is replayed, or meaningless, on a new one. */
  readonly isReplayed?: boolean
}

/** Options for queuing an event. */
export interface PushOptions {
  /** Whether to put the event at the head of the queue. */
  readonly isUrgent?: boolean
  /** Whether to drop the event when the connection is lost. */
  readonly isReplayed?: boolean
}

/** Options of {@link SendQueue}. */
export interface SendQueueOptions {
  /** Maximum duration of queued audio, in milliseconds. */
  readonly maxBufferedMs: number
  /** Behavior beyond the maximum: wait, or drop the oldest audio. */
  readonly overflow: 'wait' | 'drop'
  readonly clock: Clock
  /** Called when audio was dropped. */
  dropped(durationMs: number): void
}

interface WaitingEntry extends Entry {
  resolve(): void
  reject(error: unknown): void
}

/** Queue of events to send while the connection is slow or lost. */
export class SendQueue {
  readonly #options: SendQueueOptions
  /** Entries beyond the audio limit, waiting to be admitted to the queue. */
  #waiting: WaitingEntry[] = []
  #waitingMs = 0
  #entries: Entry[] = []
  #bufferedMs = 0
  #connection: Connection | undefined
  #timer: unknown
  #closed: { readonly error: unknown } | undefined

  constructor(options: SendQueueOptions) {
    this.#options = options
  }

  /** Duration of queued audio not yet passed to the socket, in milliseconds. */
  get bufferedMs(): number {
    return this.#bufferedMs
  }

  /** Sets the connection to send through; `undefined` while there is none. */
  attach(connection: Connection | undefined): void {
    this.#connection = connection
    if (!connection) {
      this.#entries = this.#entries.filter(({ isReplayed }) => !isReplayed)
      this.#waiting = this.#waiting.filter(({ isReplayed }) => !isReplayed)
    }
    this.#pump()
  }

  /**
   * Queues an event other than audio.
   *
   * @throws {MiraError} `limit_exceeded` when the queue is full.
   */
  push(text: string, { isUrgent = false, isReplayed = false }: PushOptions = {}): void {
    const entry = { text, durationMs: 0, isReplayed }
    if (this.#entries.length + this.#waiting.length >= maxEntries) throw full(`${maxEntries} events are queued`)
    if (isUrgent) this.#entries.unshift(entry)
    else if (this.#waiting.length > 0) this.#waiting.push({ ...entry, resolve() {}, reject() {} })
    else this.#entries.push(entry)
    this.#pump()
  }

  /** Queues audio as one unit. Resolves when all parts are admitted to the queue. */
  pushAudio(parts: readonly AudioPart[]): Promise<void> {
    const { maxBufferedMs, overflow } = this.#options
    if (this.#closed) return Promise.reject(this.#closed.error)
    const last = parts.at(-1)
    if (!last) return Promise.resolve()
    // Reject calls that are not awaited before they exhaust memory.
    if (this.#waitingMs > maxBufferedMs || this.#entries.length >= maxEntries) {
      return Promise.reject(full(`${maxBufferedMs} ms of audio are queued; await each sendAudio call`))
    }
    return new Promise((resolve, reject) => {
      for (const part of parts) {
        this.#waiting.push({ ...part, resolve: part === last ? resolve : () => {}, reject })
        this.#waitingMs += part.durationMs
      }
      if (overflow === 'drop') this.#admit(Number.POSITIVE_INFINITY)
      this.#pump()
      if (overflow === 'drop') this.#dropOldest(this.#bufferedMs - maxBufferedMs)
    })
  }

  /** Discards queued audio. */
  clearAudio(): void {
    this.#entries = this.#entries.filter(({ durationMs }) => durationMs === 0)
    this.#bufferedMs = 0
    this.#pump()
  }

  /** Discards the queue. Pending and later `pushAudio` calls reject with `error`. */
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
    // Browsers have no event for a drained socket, so poll.
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

  /** Admits waiting entries to the queue, in order. Returns whether there were any. */
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
