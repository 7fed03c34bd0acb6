import { MiraError } from '@mira/core'
import { closedError } from './closed-error.ts'
import type { Connection } from './connection.ts'
import type { RealtimeEvent } from './server-event.ts'
import type { SessionSettings } from './settings.ts'

/** Maximum bytes buffered in the socket, beyond which events stay queued here: the socket's cannot be dropped. */
const maxHandedBytes = 16 * 1024
const pollMs = 20
/** Maximum number of queued events of any type. */
const maxEntries = 10_000

/** An event to send; `durationMs` is 0 unless it is audio. */
interface Entry {
  readonly text: string
  readonly durationMs: number
  /** Whether to drop the event with the connection: it is replayed, or meaningless, on a new one. */
  readonly isReplayed?: boolean
  /** Settles the promise of the caller, which waits until the event is admitted to the queue. */
  settle?: { resolve(): void; reject(error: unknown): void }
}

/** An audio event to send. */
export type AudioPart = Pick<Entry, 'text' | 'durationMs'>

/** Options for queuing an event. */
export interface PushOptions {
  /** Whether to put the event at the head of the queue. */
  readonly isUrgent?: boolean
  /** Whether to drop the event when the connection is lost. */
  readonly isReplayed?: boolean
}

/** Queue of events to send while the connection is slow or lost. */
export class SendQueue {
  readonly #settings: SessionSettings
  readonly #emit: (event: RealtimeEvent) => void
  /** Entries beyond the audio limit, waiting to be admitted to the queue. */
  #waiting: Entry[] = []
  #waitingMs = 0
  #entries: Entry[] = []
  #bufferedMs = 0
  #connection: Connection | undefined
  #timer: unknown
  #isClosed = false
  /** Duration of the audio passed to the socket, in milliseconds. */
  sentMs = 0

  /** @param emit - Called with a `mira.audio_dropped` event when audio was dropped. */
  constructor(settings: SessionSettings, emit: (event: RealtimeEvent) => void) {
    this.#settings = settings
    this.#emit = emit
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
    else if (this.#waiting.length > 0) this.#waiting.push(entry)
    else this.#entries.push(entry)
    this.#pump()
  }

  /**
   * Queues audio as one unit. Resolves when all parts are admitted to the queue. A rejection need not be handled: a
   * caller that does not await, such as the handler of a media stream, learns from `closed` that it was in vain.
   */
  pushAudio(parts: readonly AudioPart[]): Promise<void> {
    const { maxBufferedMs, overflow } = this.#settings.audio
    if (this.#isClosed) return quiet(Promise.reject(closedError()))
    // Reject calls that are not awaited before they exhaust memory.
    if (this.#waitingMs > maxBufferedMs || this.#entries.length >= maxEntries) {
      return quiet(Promise.reject(full(`${maxBufferedMs} ms of audio are queued; await each sendAudio call`)))
    }
    for (const part of parts) {
      this.#waiting.push(part)
      this.#waitingMs += part.durationMs
    }
    if (overflow === 'drop') this.#admit(Number.POSITIVE_INFINITY)
    this.#pump()
    if (overflow === 'drop') this.#dropOldest(this.#bufferedMs - maxBufferedMs)
    const last = this.#waiting.at(-1)
    if (!last || last !== parts.at(-1)) return Promise.resolve()
    return quiet(
      new Promise((resolve, reject) => {
        last.settle = { resolve, reject }
      }),
    )
  }

  /** Discards queued audio. */
  clearAudio(): void {
    this.#entries = this.#entries.filter(({ durationMs }) => durationMs === 0)
    this.#bufferedMs = 0
    this.#pump()
  }

  /** Discards the queue. Pending `pushAudio` calls reject with `error`, later ones with `stream_closed`. */
  close(error: unknown): void {
    this.#isClosed = true
    this.#connection = undefined
    this.#settings.clock.clearTimeout(this.#timer)
    this.#entries = []
    for (const { settle } of this.#waiting.splice(0)) settle?.reject(error)
  }

  #pump(): void {
    do this.#send()
    while (this.#admit(this.#settings.audio.maxBufferedMs) && this.#canSend())
    this.#settings.clock.clearTimeout(this.#timer)
    // Browsers have no event for a drained socket, so poll.
    const isBlocked = this.#entries.length > 0 && this.#connection?.isReady
    if (isBlocked) this.#timer = this.#settings.clock.setTimeout(() => this.#pump(), pollMs)
  }

  #canSend(): boolean {
    return this.#connection?.isReady === true && this.#connection.bufferedAmount < maxHandedBytes
  }

  #send(): void {
    let count = 0
    for (; count < this.#entries.length && this.#canSend(); count += 1) {
      const { text, durationMs } = this.#entries[count] as Entry
      this.#bufferedMs -= durationMs
      this.sentMs += durationMs
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
      entry.settle?.resolve()
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
    if (droppedMs > 0) this.#emit({ type: 'mira.audio_dropped', durationMs: droppedMs })
  }
}

/** Marks the rejection of a promise as handled. */
function quiet(promise: Promise<void>): Promise<void> {
  promise.catch(() => {})
  return promise
}

const full = (message: string): MiraError => new MiraError(`realtime: ${message}`, { code: 'limit_exceeded' })
