import type { ReadContext } from './call-state.ts'
import { amendError, isMiraError, MiraError } from './error.ts'
import { EventDecoder, type ServerSentEvent } from './event-decoder.ts'
import type { ItemQueue } from './item-queue.ts'
import { invalidReply, pull, readFailure } from './read-body.ts'
import type { ByteReader, RawReply } from './wire-types.ts'

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

/** Receiver of the events of a body. */
export interface EventConsumer<Item> {
  readonly reader: EventReader<Item, unknown>
  readonly queue: ItemQueue<Item>
  /** The caller's signal. */
  readonly signal: AbortSignal | undefined
  /** Called after each event has been processed. */
  onEvent(event: ServerSentEvent): void
}

const maxQueuedItems = 64

/** Time for the server to close a finished stream, so that its connection can be reused. */
const lingerMs = 50

/** Body of one response, decoded to items in a queue. */
export class EventBody<Item> {
  /** Abort signal of the attempt; a later attempt has another. */
  readonly signal: AbortSignal
  /** Whether an event has been processed; from then on the request is not retried. */
  hasBegun = false
  readonly #raw: RawReply
  readonly #context: ReadContext
  readonly #consumer: EventConsumer<Item>
  readonly #decoder: EventDecoder

  /** @throws {MiraError} `invalid_response` when the response is not an event stream. */
  constructor(raw: RawReply, context: ReadContext, consumer: EventConsumer<Item>) {
    const mediaType = raw.headers.get('content-type') ?? 'text/event-stream'
    if (!mediaType.toLowerCase().includes('text/event-stream')) throw invalidReply(raw, context, 'an event stream')
    this.signal = context.call.signal
    this.#raw = raw
    this.#context = context
    this.#consumer = consumer
    this.#decoder = new EventDecoder(context.state.limits)
  }

  /** Processes the bytes of one read. @returns Whether the stream has ended. */
  async read(): Promise<boolean> {
    const { call } = this.#context
    const { body } = this.#raw
    const { reader } = this.#consumer
    try {
      let bytes: ReturnType<typeof pull>
      try {
        bytes = pull(body, call)
        if (bytes instanceof Promise) bytes = await bytes
      } catch (error) {
        throw readFailure(error, call)
      }
      // The attempt may have been aborted, or the stream closed, during the read.
      if (this.signal.aborted) throw this.signal.reason
      for (let next = bytes; next; next = this.#hasRoom() ? body.readNow?.() : undefined)
        this.#decoder.push(next, this.#onEvent)
      if (!bytes && !reader.isComplete()) throw closedEarly(call.operation)
      return bytes === undefined || reader.isDone()
    } catch (error) {
      // A connection failure after the complete result has lost nothing.
      if (isMiraError(error) && error.code === 'connection_failed' && reader.isComplete()) return true
      throw this.explain(error)
    }
  }

  /**
   * Converts a connection failure to `stream_interrupted` and adds the partial result to any error. The caller's own
   * abort reason is returned unchanged.
   */
  explain(error: unknown): unknown {
    const { reader, signal } = this.#consumer
    if (!isMiraError(error) || error === signal?.reason) return error
    const { operation } = this.#context.call
    const partial = reader.snapshot()
    if (error.code !== 'connection_failed') return amendError(error, { operation, partial })
    const { message, retryable } = error
    return new MiraError(message, { code: 'stream_interrupted', operation, retryable, partial, cause: error })
  }

  /** Closes the connection. */
  cancel(): void {
    this.#raw.body.cancel()
  }

  /** Waits briefly for the server to end the body, then closes the connection. */
  finish(): void {
    const { body } = this.#raw
    const timer = setTimeout(() => body.cancel(), lingerMs)
    drain(body)
      .catch(() => {})
      .finally(() => clearTimeout(timer))
  }

  /** Available bytes are read in one batch, limited so that items do not outlive the heap's young generation. */
  #hasRoom(): boolean {
    return this.#consumer.queue.size < maxQueuedItems && !this.#consumer.reader.isDone()
  }

  readonly #onEvent = (event: ServerSentEvent): void => {
    const { reader, queue, onEvent } = this.#consumer
    if (reader.isDone()) return
    this.#context.call.endIdle()
    const item = reader.read(event)
    this.hasBegun = true
    onEvent(event)
    if (item !== undefined) queue.push(item)
  }
}

function closedEarly(operation: string): MiraError {
  const message = `${operation}: the server closed the stream before its end`
  return new MiraError(message, { code: 'stream_interrupted', operation, retryable: true })
}

async function drain(body: ByteReader): Promise<void> {
  while (await body.read()) {
    // Discard data after the terminal event.
  }
}

/** Encodes an event for an event stream. */
export function formatEvent({ event, data }: ServerSentEvent): string {
  const name = event === 'message' ? '' : `event: ${event}\n`
  return `${name}data: ${data.replaceAll('\n', '\ndata: ')}\n\n`
}
