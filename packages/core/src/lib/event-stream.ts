import type { Call } from './call.ts'
import type { ReadContext, RequestOptions, RequestSpec } from './call-state.ts'
import type { Client } from './client-state.ts'
import { MiraError } from './error.ts'
import { EventBody, type EventReader, formatEvent } from './event-body.ts'
import { ItemQueue } from './item-queue.ts'
import { request } from './request.ts'
import { streamOf } from './stream-of.ts'
import type { RawReply } from './wire-types.ts'

/** Options of an {@link EventStream}. */
export interface EventStreamOptions<Item, Result> {
  readonly client: Client
  readonly spec: Omit<RequestSpec<unknown>, 'read'>
  readonly reader: EventReader<Item, Result>
  readonly options?: RequestOptions | undefined
}

/**
 * A lazy event stream. The request is sent on the first read. Iterate it, await {@link final}, or both: each item is
 * yielded once, and leaving the loop early closes the connection.
 */
export class EventStream<Item, Result> implements AsyncIterable<Item>, AsyncDisposable {
  readonly #client: Client
  readonly #spec: Omit<RequestSpec<unknown>, 'read'>
  readonly #options: RequestOptions
  readonly #reader: EventReader<Item, Result>
  readonly #queue = new ItemQueue<Item>()
  #isIterated = false
  #copied: string[] | undefined
  #phase: 'new' | 'open' | 'ended' = 'new'
  #isClosed = false
  #failure: { error: unknown } | undefined
  #filling: Promise<void> | undefined
  #call: Call | undefined
  #body: EventBody<Item> | undefined
  #endCall: ReturnType<ReadContext['detach']> | undefined

  constructor({ client, spec, reader, options = {} }: EventStreamOptions<Item, Result>) {
    this.#client = client
    this.#spec = { accept: 'text/event-stream', isStream: true, ...spec }
    this.#options = options
    this.#reader = reader
  }

  /** Result so far, including usage; partial until the stream has ended. */
  get snapshot(): Result {
    return this.#reader.snapshot()
  }

  [Symbol.asyncIterator](): AsyncIterator<Item, undefined> {
    return this.#iterate(() => this.#queue.take())
  }

  /** Iterates over batches of items: all that arrived with one read, for consumers that render or write in bulk. */
  batches(): AsyncIterable<Item[]> {
    this.#isIterated = true
    return { [Symbol.asyncIterator]: () => this.#iterate(() => this.#queue.takeAll()) }
  }

  /**
   * Reads to the end and resolves with the full result. Can be called while iterating, and more than once.
   *
   * @throws {MiraError} when the stream failed; `stream_closed` when it was closed before its end.
   */
  async final(): Promise<Result> {
    while (this.#phase !== 'ended') {
      if (!this.#isIterated) this.#queue.clear()
      await this.#fill()
    }
    if (this.#failure) throw this.#failure.error
    return this.snapshot
  }

  /**
   * Returns the remaining events as `text/event-stream` bytes, suitable as the body of a `Response`. Canceling the
   * returned stream closes the connection; a failure errors it.
   *
   * @throws {TypeError} when called more than once.
   */
  toReadableStream(): ReadableStream<Uint8Array> {
    if (this.#copied) throw new TypeError('toReadableStream can be called only once')
    this.#copied = []
    return streamOf(this.#readCopied(this.#copied), () => this.close())
  }

  /** Closes the connection at once; iteration ends and {@link final} rejects. No effect after the end. */
  close(): void {
    if (this.#phase === 'ended') return
    const { operation } = this.#spec
    const message = `${operation}: the stream was closed before its end`
    const error = new MiraError(message, { code: 'stream_closed', operation, partial: this.snapshot })
    this.#isClosed = true
    this.#end({ error }, true)
    this.#call?.abort(error)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close()
  }

  async *#readCopied(copied: string[]): AsyncGenerator<Uint8Array, void, undefined> {
    for (;;) {
      while (copied.length === 0 && this.#phase !== 'ended') {
        await this.#fill()
        if (!this.#isIterated) this.#queue.clear()
      }
      if (copied.length > 0) yield new TextEncoder().encode(copied.splice(0).join(''))
      // A stream closed early must not look complete to the reader of the copy.
      else if (this.#failure) throw this.#failure.error
      else return
    }
  }

  #iterate<Value>(take: () => Value): AsyncIterator<Value, undefined> {
    const done = { done: true, value: undefined } as const
    const next = async (): Promise<IteratorResult<Value, undefined>> => {
      while (await this.#fillUntilItem()) {
        // Another reader may have taken the item.
        if (this.#queue.size > 0 || this.#options.signal?.aborted) return this.#takeNow(take)
      }
      return done
    }
    this.#isIterated = true
    return {
      // Buffered items are returned without waiting for an async function.
      next: () => (this.#queue.size > 0 ? this.#takeNow(take) : next()),
      return: async () => {
        this.close()
        return done
      },
    }
  }

  /** Takes from the queue; does not yield buffered items after the caller aborted. */
  #takeNow<Value>(take: () => Value): Promise<IteratorResult<Value, undefined>> {
    const { signal } = this.#options
    if (!signal?.aborted) return Promise.resolve({ done: false, value: take() })
    this.#queue.clear()
    this.#failure = { error: signal.reason }
    return Promise.reject(signal.reason)
  }

  /** Waits for an item; resolves with `false` at the end. A failure is thrown after the items received before it. */
  async #fillUntilItem(): Promise<boolean> {
    while (this.#queue.size === 0) {
      if (this.#phase !== 'ended') await this.#fill()
      else if (this.#failure && !this.#isClosed) throw this.#failure.error
      else return false
    }
    return true
  }

  /** Reads once; concurrent callers share the same read. */
  #fill(): Promise<void> {
    this.#filling ??= this.#readMore()
    return this.#filling
  }

  async #readMore(): Promise<void> {
    try {
      if (!this.#body) await this.#open()
      else if (await this.#body.read()) this.#end(undefined, false)
    } catch (error) {
      this.#end({ error }, true)
    } finally {
      this.#filling = undefined
    }
  }

  async #open(): Promise<void> {
    const read = (raw: RawReply, context: ReadContext): Promise<this> => this.#begin(raw, context)
    const onStart = (call: Call): void => {
      this.#call = call
    }
    await request<unknown>(this.#client, { ...this.#spec, read, onStart }, this.#options)
    if (this.#phase === 'new') throw notRead(this.#spec.operation)
  }

  /** Reads up to the first event, as part of the attempt: until then a failure can be retried. */
  async #begin(raw: RawReply, context: ReadContext): Promise<this> {
    const body = new EventBody(raw, context, {
      reader: this.#reader,
      queue: this.#queue,
      signal: this.#options.signal,
      onEvent: (event) => void this.#copied?.push(formatEvent(event)),
    })
    let isOver = false
    let failure: { error: unknown } | undefined
    try {
      while (!body.hasBegun && !isOver) isOver = await body.read()
    } catch (error) {
      if (!body.hasBegun) throw error
      failure = { error }
    }
    context.call.endFirstEvent()
    this.#phase = 'open'
    this.#body = body
    this.#endCall = context.detach()
    body.signal.addEventListener('abort', this.#onAbort, { once: true })
    if (isOver || failure) this.#end(failure, failure !== undefined)
    return this
  }

  readonly #onAbort = (): void => {
    this.#queue.clear()
    this.#end({ error: this.#body?.explain(this.#body.signal.reason) }, true)
  }

  /** Ends the call, and closes the connection unless it can be reused. */
  #end(failure: { error: unknown } | undefined, closesConnection: boolean): void {
    if (this.#phase === 'ended') return
    this.#phase = 'ended'
    this.#failure = failure
    const body = this.#body
    if (!body) return
    body.signal.removeEventListener('abort', this.#onAbort)
    this.#endCall?.({ error: failure?.error, result: this.snapshot })
    if (closesConnection) body.cancel()
    else body.finish()
  }
}

function notRead(operation: string): MiraError {
  const message = `${operation}: a middleware returned a response of its own, which streams do not support`
  return new MiraError(message, { code: 'invalid_response', operation })
}
