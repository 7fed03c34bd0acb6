import { MiraError } from './error.ts'
import { ItemQueue } from './item-queue.ts'
import { streamOf } from './stream-of.ts'

/**
 * A lazy stream of items and a result. Nothing is read before the first use. Iterate it, await {@link final}, or both:
 * each item is yielded once, and leaving the loop early closes the stream.
 */
export abstract class ItemStream<Item, Result> implements AsyncIterable<Item>, AsyncDisposable {
  /** Items that have been read but not yielded. */
  protected readonly queue: ItemQueue<Item> = new ItemQueue<Item>()
  /** Events for {@link toReadableStream}, if it has been called. */
  protected copied: string[] | undefined
  readonly #operation: string
  readonly #signal: AbortSignal | null | undefined
  #isIterated = false
  #isEnded = false
  #isClosed = false
  #failure: { error: unknown } | undefined
  #filling: Promise<void> | undefined
  #results: Promise<unknown>[] = []

  constructor(operation: string, signal: AbortSignal | null | undefined) {
    this.#operation = operation
    this.#signal = signal
  }

  /** Result so far, including usage; partial until the stream has ended. */
  abstract get snapshot(): Result

  /** Reads once and adds items to the queue. @returns Whether the stream has ended. */
  protected abstract readMore(): Promise<boolean>

  /** Called once, when the stream ends. */
  protected abstract onEnd(failure: { error: unknown } | undefined, closesConnection: boolean): void

  [Symbol.asyncIterator](): AsyncIterator<Item, undefined> {
    return this.#iterate(() => this.queue.take())
  }

  /** Iterates over batches of items: all that arrived with one read, for consumers that render or write in bulk. */
  batches(): AsyncIterable<Item[]> {
    this.#isIterated = true
    return { [Symbol.asyncIterator]: () => this.#iterate(() => this.queue.takeAll()) }
  }

  /**
   * Reads to the end and resolves with the full result. Can be called while iterating, and more than once.
   *
   * @throws {MiraError} when the stream failed; `stream_closed` when it was closed before its end.
   */
  final(): Promise<Result> {
    return this.settled(this.#readToEnd())
  }

  /**
   * Returns the remaining events as `text/event-stream` bytes, suitable as the body of a `Response`. Canceling the
   * returned stream closes the connection; a failure errors it.
   *
   * @throws {TypeError} when called more than once.
   */
  toReadableStream(): ReadableStream<Uint8Array> {
    if (this.copied) throw new TypeError('toReadableStream can be called only once')
    this.copied = []
    return streamOf(this.#readCopied(this.copied), () => this.close())
  }

  /** Closes the connection at once; iteration ends and {@link final} rejects. No effect after the end. */
  close(): void {
    if (this.#isEnded) return
    const operation = this.#operation
    const message = `${operation}: the stream was closed before its end`
    this.#isClosed = true
    this.end({ error: new MiraError(message, { code: 'stream_closed', operation, partial: this.snapshot }) }, true)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close()
  }

  /** Whether the stream has ended, successfully or not. */
  protected get isEnded(): boolean {
    return this.#isEnded
  }

  /** Ends the stream, once; later calls have no effect. */
  protected end(failure: { error: unknown } | undefined, closesConnection: boolean): void {
    if (this.#isEnded) return
    this.#isEnded = true
    this.#failure = failure
    this.onEnd(failure, closesConnection)
  }

  /**
   * Marks the rejection of a promise for the result as handled if there is a loop, which throws the same error: the
   * promise may not have been awaited yet.
   */
  protected settled<Value>(promise: Promise<Value>): Promise<Value> {
    if (this.#isIterated) promise.catch(() => {})
    else this.#results.push(promise)
    return promise
  }

  async #readToEnd(): Promise<Result> {
    while (!this.#isEnded) {
      if (!this.#isIterated) this.queue.clear()
      await this.#fill()
    }
    if (this.#failure) throw this.#failure.error
    return this.snapshot
  }

  async *#readCopied(copied: string[]): AsyncGenerator<Uint8Array, void, undefined> {
    for (;;) {
      while (copied.length === 0 && !this.#isEnded) {
        await this.#fill()
        if (!this.#isIterated) this.queue.clear()
      }
      if (copied.length > 0) yield new TextEncoder().encode(copied.splice(0).join(''))
      // A stream closed early must not look complete to the reader of the copy.
      else if (this.#failure) throw this.#failure.error
      else return
    }
  }

  #iterate<Value>(take: () => Value): AsyncIterator<Value, undefined> {
    const done = { done: true, value: undefined } as const
    let hasFailed = false
    const next = async (): Promise<IteratorResult<Value, undefined>> => {
      for (;;) {
        this.#dropIfAborted()
        if (this.queue.size > 0) return { done: false, value: take() }
        if (!this.#isEnded) await this.#fill()
        else if (this.#failure && !this.#isClosed && !hasFailed) {
          hasFailed = true
          throw this.#failure.error
        } else return done
      }
    }
    this.#isIterated = true
    for (const result of this.#results.splice(0)) result.catch(() => {})
    return {
      // Queued items are returned without waiting for an async function.
      next: () =>
        this.queue.size > 0 && !this.#signal?.aborted ? Promise.resolve({ done: false, value: take() }) : next(),
      return: async () => {
        this.close()
        return done
      },
    }
  }

  /** Does not yield queued items after the caller aborted. */
  #dropIfAborted(): void {
    if (!this.#signal?.aborted || this.queue.size === 0) return
    this.queue.clear()
    this.#failure = { error: this.#signal.reason }
    throw this.#signal.reason
  }

  /** Reads once; concurrent callers share the same read. */
  #fill(): Promise<void> {
    this.#filling ??= this.#readOnce()
    return this.#filling
  }

  async #readOnce(): Promise<void> {
    try {
      if (await this.readMore()) this.end(undefined, false)
    } catch (error) {
      this.end({ error }, true)
    } finally {
      this.#filling = undefined
    }
  }
}
