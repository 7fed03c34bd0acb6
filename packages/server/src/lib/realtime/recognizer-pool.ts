import { EngineUnavailableError, type TranscriptionEngine, type TranscriptionStream } from '@mira/engine'
import type { EngineSlot } from '../inference/engines.ts'

/** Recognizer leased to one speaker. */
export interface RecognizerLease {
  readonly stream: TranscriptionStream
  /** Returns the recognizer to the pool; a broken one, which failed or is still busy, is closed instead. Idempotent. */
  release(options?: { readonly isBroken?: boolean | undefined }): void
}

/** Recognizers that can be leased. */
export interface RecognizerLeases {
  /**
   * Leases a recognizer.
   *
   * @throws The signal's reason, or the error that prevents opening a recognizer.
   */
  lease(signal: AbortSignal): Promise<RecognizerLease>
}

interface Waiter {
  readonly resolve: (lease: RecognizerLease) => void
  readonly reject: (error: unknown) => void
}

/** Time until idle recognizers are closed, in milliseconds: they use much memory, but are slow to load. */
const maxIdleMs = 60_000

/**
 * Pool of recognizers: opens as many streams as the engine allows and keeps idle ones for a while. Each processes one
 * turn at a time, and waiting leases are served in order.
 */
export class RecognizerPool implements RecognizerLeases {
  readonly #engine: EngineSlot<TranscriptionEngine>
  readonly #idle: TranscriptionStream[] = []
  readonly #waiting: Waiter[] = []
  #open = 0
  #opening = 0
  #isClosed = false
  #timer: NodeJS.Timeout | undefined

  constructor(engine: EngineSlot<TranscriptionEngine>) {
    this.#engine = engine
  }

  async lease(signal: AbortSignal): Promise<RecognizerLease> {
    signal.throwIfAborted()
    const stream = this.#idle.pop()
    return stream ? this.#toLease(stream) : this.#wait(signal)
  }

  /** Opens the first recognizer in advance, so that no turn waits for it to load. */
  warmUp(): void {
    if (this.#open === 0) void this.#openMore()
  }

  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#timer)
    await this.#closeIdle()
  }

  #wait(signal: AbortSignal): Promise<RecognizerLease> {
    const end = new AbortController()
    return new Promise<RecognizerLease>((resolve, reject) => {
      const waiter = { resolve, reject }
      this.#waiting.push(waiter)
      const onAbort = () => {
        const index = this.#waiting.indexOf(waiter)
        if (index >= 0) this.#waiting.splice(index, 1)
        reject(signal.reason)
      }
      signal.addEventListener('abort', onAbort, { once: true, signal: end.signal })
      if (this.#opening < this.#waiting.length) void this.#openMore()
    }).finally(() => end.abort())
  }

  async #openMore(): Promise<void> {
    this.#opening++
    this.#open++
    try {
      const engine = await this.#engine.get()
      this.#take(await engine.openStream())
    } catch (error) {
      this.#open--
      const isFull = error instanceof EngineUnavailableError && error.code === 'busy' && this.#open > 0
      // At capacity, waiting leases are served when a recognizer is released.
      if (!isFull) for (const { reject } of this.#waiting.splice(0)) reject(error)
    } finally {
      this.#opening--
    }
  }

  /** Leases a free recognizer to the next waiter, or keeps it idle. */
  #take(stream: TranscriptionStream): void {
    clearTimeout(this.#timer)
    const next = this.#isClosed ? undefined : this.#waiting.shift()
    if (next) return next.resolve(this.#toLease(stream))
    this.#idle.push(stream)
    if (this.#isClosed) return void this.#closeIdle()
    this.#timer = setTimeout(() => void this.#closeIdle(), maxIdleMs).unref()
  }

  async #closeIdle(): Promise<void> {
    const streams = this.#idle.splice(0)
    this.#open -= streams.length
    await Promise.all(streams.map((stream) => stream.close()))
  }

  #toLease(stream: TranscriptionStream): RecognizerLease {
    let isReleased = false
    return {
      stream,
      release: ({ isBroken = false } = {}) => {
        if (isReleased) return
        isReleased = true
        if (!isBroken) return this.#take(stream)
        this.#open--
        void stream.close().then(() => {
          if (this.#waiting.length > 0 && !this.#isClosed) void this.#openMore()
        })
      },
    }
  }
}
