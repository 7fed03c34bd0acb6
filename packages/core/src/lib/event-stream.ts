import type { Call } from './call.ts'
import { endCall } from './call-events.ts'
import type { ReadContext, RequestOptions, RequestSpec } from './call-state.ts'
import type { Client } from './client.ts'
import { amendError, isMiraError, MiraError } from './error.ts'
import { EventDecoder, type ServerSentEvent } from './event-decoder.ts'
import type { ByteReader, RawReply } from './exchange.ts'
import { invalidReply, pull, readFailure } from './read-body.ts'
import { request } from './request.ts'

/** Protocol of one kind of stream: converts its events to items and a result. */
export interface EventReader<Item, Result> {
  /**
   * Processes one event. Returns the item to yield, or `undefined` for none.
   *
   * @throws {MiraError} when the event reports an error or cannot be parsed.
   */
  read(event: ServerSentEvent): Item | undefined
  /** Whether the terminal event has been read; later events are ignored. */
  isDone(): boolean
  /** Whether the result is complete, so that the server may close the connection. */
  isComplete(): boolean
  /** Returns the partial result so far, in the shape of the full result. */
  snapshot(): Result
}

/** An open response and its decoder. */
interface Source {
  readonly raw: RawReply
  readonly context: ReadContext
  /** Abort signal of the attempt; a later attempt has another. */
  readonly signal: AbortSignal
  readonly decoder: EventDecoder
}

const maxQueuedItems = 64

/** Time for the server to close a finished stream, so that its connection can be reused. */
const lingerMs = 50

/**
 * A lazy event stream. The request is sent on the first read. Iterate it, await {@link final}, or both: each item is
 * yielded once, and leaving the loop early closes the connection.
 */
export class EventStream<Item, Result> implements AsyncIterable<Item>, AsyncDisposable {
  readonly #client: Client
  readonly #spec: Omit<RequestSpec<unknown>, 'read'>
  readonly #options: RequestOptions
  readonly #events: EventReader<Item, Result>
  #queue: Item[] = []
  #head = 0
  #isIterated = false
  #copied: string[] | undefined
  #phase: 'new' | 'open' | 'ended' = 'new'
  /** Whether an event has been processed; from then on the request is not retried. */
  #hasBegun = false
  #isLeft = false
  #failure: { error: unknown } | undefined
  #filling: Promise<void> | undefined
  #call: Call | undefined
  #source: Source | undefined

  constructor(
    client: Client,
    spec: Omit<RequestSpec<unknown>, 'read'>,
    events: EventReader<Item, Result>,
    options: RequestOptions = {},
  ) {
    this.#client = client
    this.#spec = { accept: 'text/event-stream', isStream: true, ...spec }
    this.#options = options
    this.#events = events
  }

  /** Result so far, including usage; partial until the stream has ended. */
  get snapshot(): Result {
    return this.#events.snapshot()
  }

  [Symbol.asyncIterator](): AsyncIterator<Item, undefined> {
    this.#isIterated = true
    return {
      next: () => this.#next(),
      return: async () => {
        this.close()
        return { done: true, value: undefined }
      },
    }
  }

  /** Iterates over batches of items: all that arrived with one read, for consumers that render or write in bulk. */
  batches(): AsyncIterable<Item[]> {
    this.#isIterated = true
    const next = async (): Promise<IteratorResult<Item[], undefined>> => {
      while (await this.#fillUntilItem()) {
        const items = this.#queue.slice(this.#head)
        this.#clearQueue()
        // Another reader may have taken the items of this read.
        if (items.length > 0) return { done: false, value: items }
      }
      return { done: true, value: undefined }
    }
    const leave = async (): Promise<IteratorResult<Item[], undefined>> => {
      this.close()
      return { done: true, value: undefined }
    }
    return { [Symbol.asyncIterator]: () => ({ next, return: leave }) }
  }

  /**
   * Reads to the end and resolves with the full result. Can be called while iterating, and more than once.
   *
   * @throws {MiraError} when the stream failed; `stream_closed` when it was closed before its end.
   */
  async final(): Promise<Result> {
    while (this.#phase !== 'ended') {
      if (!this.#isIterated) this.#clearQueue()
      await this.#fill()
    }
    if (this.#failure) throw this.#failure.error
    return this.#events.snapshot()
  }

  /**
   * Returns the remaining events as `text/event-stream` bytes, suitable as the body of a `Response`. Canceling the
   * returned stream closes the connection; a failure errors it.
   *
   * @throws {TypeError} when called more than once.
   */
  toReadableStream(): ReadableStream<Uint8Array> {
    if (this.#copied) throw new TypeError('toReadableStream: the stream has already been handed on')
    const copied: string[] = []
    this.#copied = copied
    return new ReadableStream<Uint8Array>(
      {
        pull: async (controller) => {
          while (copied.length === 0 && this.#phase !== 'ended') {
            await this.#fill()
            if (!this.#isIterated) this.#clearQueue()
          }
          if (copied.length > 0) return controller.enqueue(new TextEncoder().encode(copied.splice(0).join('')))
          // A stream closed early must not look complete to the reader of the copy.
          if (this.#failure) controller.error(this.#failure.error)
          else controller.close()
        },
        cancel: () => this.close(),
      },
      { highWaterMark: 0 },
    )
  }

  /** Closes the connection at once; iteration ends and {@link final} rejects. No effect after the end. */
  close(): void {
    if (this.#phase === 'ended') return
    const { operation } = this.#spec
    const message = `${operation}: the stream was left before its end`
    const error = new MiraError(message, { code: 'stream_closed', operation, partial: this.snapshot })
    this.#isLeft = true
    this.#end({ error }, true)
    this.#call?.abort(error)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close()
  }

  #next(): Promise<IteratorResult<Item, undefined>> {
    const { signal } = this.#options
    // Do not yield buffered items after the caller aborted.
    if (signal?.aborted && this.#head < this.#queue.length) return this.#refuse(signal.reason)
    if (this.#head < this.#queue.length) return Promise.resolve({ done: false, value: this.#take() })
    return this.#nextWaited()
  }

  async #nextWaited(): Promise<IteratorResult<Item, undefined>> {
    while (await this.#fillUntilItem()) {
      const { signal } = this.#options
      if (signal?.aborted) return this.#refuse(signal.reason)
      // Another reader may have taken the item.
      if (this.#head < this.#queue.length) return { done: false, value: this.#take() }
    }
    return { done: true, value: undefined }
  }

  #refuse(reason: unknown): Promise<never> {
    this.#clearQueue()
    this.#failure = { error: reason }
    return Promise.reject(reason)
  }

  #take(): Item {
    const item = this.#queue[this.#head] as Item
    this.#head += 1
    if (this.#head === this.#queue.length) this.#clearQueue()
    return item
  }

  #clearQueue(): void {
    this.#queue = []
    this.#head = 0
  }

  /** Waits for an item; resolves with `false` at the end. A failure is thrown after the items received before it. */
  async #fillUntilItem(): Promise<boolean> {
    while (this.#head === this.#queue.length) {
      if (this.#phase !== 'ended') await this.#fill()
      else if (this.#failure && !this.#isLeft) throw this.#failure.error
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
      if (!this.#source) await this.#open()
      else if (await this.#readEvents(this.#source)) this.#end(undefined, false)
    } catch (error) {
      this.#end({ error }, true)
    } finally {
      this.#filling = undefined
    }
  }

  async #open(): Promise<void> {
    try {
      const read = (raw: RawReply, context: ReadContext): Promise<this> => this.#begin(raw, context)
      const onStart = (call: Call): void => {
        this.#call = call
      }
      await request<unknown>(this.#client, { ...this.#spec, read, onStart }, this.#options)
      if (this.#phase === 'new') throw unread(this.#spec.operation)
    } catch (error) {
      this.#end({ error }, false)
    }
  }

  /** Reads up to the first event, as part of the attempt: until then a failure can be retried. */
  async #begin(raw: RawReply, context: ReadContext): Promise<this> {
    const mediaType = raw.headers.get('content-type') ?? 'text/event-stream'
    if (!mediaType.toLowerCase().includes('text/event-stream')) throw invalidReply(raw, context, 'an event stream')
    const { maxEventBytes } = context.state.limits
    const source = { raw, context, signal: context.call.signal, decoder: new EventDecoder({ maxEventBytes }) }
    let isOver = false
    let failure: { error: unknown } | undefined
    try {
      while (!this.#hasBegun && !isOver) isOver = await this.#readEvents(source)
    } catch (error) {
      if (!this.#hasBegun) throw error
      failure = { error }
    }
    context.call.endFirstEvent()
    this.#phase = 'open'
    this.#source = source
    context.detach()
    source.signal.addEventListener('abort', this.#onAbort, { once: true })
    if (isOver || failure) this.#end(failure, failure !== undefined)
    return this
  }

  readonly #onAbort = (): void => {
    this.#clearQueue()
    this.#end({ error: this.#explain(this.#call?.signal.reason) }, true)
  }

  /** Processes the bytes of one read. @returns Whether the stream has ended. */
  async #readEvents({ raw, context: { call }, signal, decoder }: Source): Promise<boolean> {
    try {
      let bytes: ReturnType<typeof pull>
      try {
        bytes = pull(raw.body, call)
        if (bytes instanceof Promise) bytes = await bytes
      } catch (error) {
        throw readFailure(error, call)
      }
      // The attempt may have been aborted, or the stream closed, during the read.
      if (signal.aborted) throw signal.reason
      const onEvent = (event: ServerSentEvent): void => this.#takeIn(event, call)
      for (let next = bytes; next; next = this.#hasRoom() ? raw.body.readNow?.() : undefined)
        decoder.push(next, onEvent)
      if (!bytes && !this.#events.isComplete()) throw cutOff(call.operation)
      return bytes === undefined || this.#events.isDone()
    } catch (error) {
      // A connection failure after the complete result has lost nothing.
      if (isMiraError(error) && error.code === 'connection_failed' && this.#events.isComplete()) return true
      throw this.#explain(error)
    }
  }

  /** Available bytes are read in one batch, limited so that items do not outlive the heap's young generation. */
  #hasRoom(): boolean {
    return this.#queue.length < maxQueuedItems && !this.#events.isDone()
  }

  #takeIn(event: ServerSentEvent, call: Call): void {
    if (this.#events.isDone()) return
    call.endIdle()
    const item = this.#events.read(event)
    this.#hasBegun = true
    this.#copied?.push(formatEvent(event))
    if (item !== undefined) this.#queue.push(item)
  }

  /**
   * Converts a connection failure to `stream_interrupted` and adds the partial result to any error. The caller's own
   * abort reason is returned unchanged.
   */
  #explain(error: unknown): unknown {
    if (!isMiraError(error) || error === this.#options.signal?.reason) return error
    const { operation } = this.#spec
    if (error.code !== 'connection_failed') return amendError(error, { operation, partial: this.snapshot })
    const { message, retryable } = error
    return new MiraError(message, {
      code: 'stream_interrupted',
      operation,
      retryable,
      partial: this.snapshot,
      cause: error,
    })
  }

  /** Ends the call, and closes the connection unless it can be reused. */
  #end(failure: { error: unknown } | undefined, closesConnection: boolean): void {
    if (this.#phase === 'ended') return
    this.#phase = 'ended'
    this.#failure = failure
    if (!this.#source) return
    const { raw, context, signal } = this.#source
    signal.removeEventListener('abort', this.#onAbort)
    const outcome = { error: failure?.error, result: this.snapshot }
    endCall({ ...context, spec: this.#spec as RequestSpec<unknown> }, { method: 'POST', url: raw.url }, outcome)
    if (closesConnection) raw.body.cancel()
    else linger(raw.body)
  }
}

function formatEvent({ event, data }: ServerSentEvent): string {
  const name = event === 'message' ? '' : `event: ${event}\n`
  return `${name}data: ${data.replaceAll('\n', '\ndata: ')}\n\n`
}

function cutOff(operation: string): MiraError {
  const message = `${operation}: the server closed the stream before its end`
  return new MiraError(message, { code: 'stream_interrupted', operation, retryable: true })
}

function unread(operation: string): MiraError {
  const message = `${operation}: a middleware answered a stream in place of the server, which it cannot`
  return new MiraError(message, { code: 'invalid_response', operation })
}

/** Waits briefly for the server to end the body, then closes the connection. */
function linger(reader: ByteReader): void {
  const timer = setTimeout(() => reader.cancel(), lingerMs)
  const drain = async (): Promise<void> => {
    while (await reader.read()) {
      // Discard data after the terminal event.
    }
  }
  drain()
    .catch(() => {})
    .finally(() => clearTimeout(timer))
}
