import type { Call } from './call.ts'
import { endCall } from './call-events.ts'
import type { ReadContext, RequestOptions, RequestSpec } from './call-state.ts'
import type { Client } from './client.ts'
import { amendError, isMiraError, MiraError } from './error.ts'
import { EventDecoder, type ServerSentEvent } from './event-decoder.ts'
import type { ByteReader, RawReply } from './exchange.ts'
import { invalidReply, pull, readFailure } from './read-body.ts'
import { request } from './request.ts'

/** How the events of one kind of stream become items and a result. */
export interface EventReader<Item, Result> {
  /**
   * Takes one event in: the item to hand out, or `undefined` for none.
   *
   * @throws {MiraError} when the event is an error, or unreadable.
   */
  read(event: ServerSentEvent): Item | undefined
  /** Whether the terminal event has been read; what follows it is ignored. */
  isDone(): boolean
  /** Whether the server may close here without cutting anything off. */
  isComplete(): boolean
  /** What has arrived so far, in the shape of the whole result. */
  snapshot(): Result
}

/** An open reply, and what reads it. */
interface Source {
  readonly raw: RawReply
  readonly context: ReadContext
  /** The attempt's own; a later attempt has another. */
  readonly signal: AbortSignal
  readonly decoder: EventDecoder
}

const maxQueuedItems = 64

/** Longest wait for the server to close a finished stream by itself, so that its connection can serve again. */
const lingerMs = 50

/**
 * A stream of events on its way. Nothing is sent before it is first read. Iterate it, or take {@link final}, or both:
 * each item is handed out once, and whoever leaves the loop closes the connection.
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
  /** Whether an event has been taken in; from then on the request is never sent again. */
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

  /** What has arrived so far, usage included; partial until the stream has ended. */
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

  /** All items that came with one read of the connection at a time; for consumers that draw or write in bulk. */
  batches(): AsyncIterable<Item[]> {
    this.#isIterated = true
    const next = async (): Promise<IteratorResult<Item[], undefined>> => {
      while (await this.#fillUntilItem()) {
        const items = this.#queue.slice(this.#head)
        this.#clearQueue()
        // Of several readers that waited for one read, the others wait on.
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
   * Reads to the end and gives the whole result; may be called beside a loop, and more than once.
   *
   * @throws {MiraError} what the stream failed with; `stream_closed` when it was left before its end.
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
   * The stream as `text/event-stream` bytes, event by event as the server sent them from here on, ready to be the body
   * of a `Response`. Cancelling it closes the connection; a failure breaks it off.
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
          // A stream left half-way must not look whole to whoever reads the copy.
          if (this.#failure) controller.error(this.#failure.error)
          else controller.close()
        },
        cancel: () => this.close(),
      },
      { highWaterMark: 0 },
    )
  }

  /** Closes the connection at once; the loop ends, and {@link final} rejects. No effect after the end. */
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
    // What has arrived is not handed out to a caller who gave up.
    if (signal?.aborted && this.#head < this.#queue.length) return this.#refuse(signal.reason)
    if (this.#head < this.#queue.length) return Promise.resolve({ done: false, value: this.#take() })
    return this.#nextWaited()
  }

  async #nextWaited(): Promise<IteratorResult<Item, undefined>> {
    while (await this.#fillUntilItem()) {
      const { signal } = this.#options
      if (signal?.aborted) return this.#refuse(signal.reason)
      // Of several readers that waited for one item, the others wait on.
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

  /** Whether an item waits; `false` at the end. A failure comes after the items that arrived before it. */
  async #fillUntilItem(): Promise<boolean> {
    while (this.#head === this.#queue.length) {
      if (this.#phase !== 'ended') await this.#fill()
      else if (this.#failure && !this.#isLeft) throw this.#failure.error
      else return false
    }
    return true
  }

  /** One read at a time, whoever asks. */
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

  /** Reads to the first event, within the attempt: up to here a failure can still be tried again. */
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

  /** Takes in what one read brings. @returns Whether the stream is over. */
  async #readEvents({ raw, context: { call }, signal, decoder }: Source): Promise<boolean> {
    try {
      let bytes: ReturnType<typeof pull>
      try {
        bytes = pull(raw.body, call)
        if (bytes instanceof Promise) bytes = await bytes
      } catch (error) {
        throw readFailure(error, call)
      }
      // The attempt may have been given up, or the stream left, while the bytes were on their way.
      if (signal.aborted) throw signal.reason
      const onEvent = (event: ServerSentEvent): void => this.#takeIn(event, call)
      for (let next = bytes; next; next = this.#hasRoom() ? raw.body.readNow?.() : undefined)
        decoder.push(next, onEvent)
      if (!bytes && !this.#events.isComplete()) throw cutOff(call.operation)
      return bytes === undefined || this.#events.isDone()
    } catch (error) {
      // Whatever breaks after the last word has cut nothing off.
      if (isMiraError(error) && error.code === 'connection_failed' && this.#events.isComplete()) return true
      throw this.#explain(error)
    }
  }

  /** What is at hand is taken in one go, but not so much that the items outlive the young generation of the heap. */
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
   * A broken connection in mid-stream is an interrupted stream; every failure carries what had arrived. The caller's
   * own abort reason stays as it is.
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

  /** Ends the call, and the connection unless it may serve again. */
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

/** Gives the server a moment to end the body it has finished, then closes. */
function linger(reader: ByteReader): void {
  const timer = setTimeout(() => reader.cancel(), lingerMs)
  const drain = async (): Promise<void> => {
    while (await reader.read()) {
      // What follows the terminal event is of no interest.
    }
  }
  drain()
    .catch(() => {})
    .finally(() => clearTimeout(timer))
}
