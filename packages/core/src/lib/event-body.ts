import type { ReadContext } from './call-state.ts'
import { amendError, isMiraError, MiraError } from './error.ts'
import { EventDecoder, type ServerSentEvent } from './event-decoder.ts'
import type { EventConsumer } from './event-reader.ts'
import { readRequestId } from './headers.ts'
import { isRecord, parseJson } from './json.ts'
import { redactJson } from './middleware/auth.ts'
import { invalidReply, pull, readFailure, readWhole, textDecoder } from './read-body.ts'
import { reportedError } from './reported-error.ts'
import type { ByteReader, RawReply } from './wire-types.ts'

const maxQueuedItems = 64

const fields = ['data:', 'event:', 'id:', 'retry:', ':']

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
  #isSniffed = false
  /** Whether an event other than a keep-alive has been processed since the last read. */
  #hasNews = false

  constructor(raw: RawReply, context: ReadContext, consumer: EventConsumer<Item>) {
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
    this.#hasNews = false
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
      if (bytes && !this.#isSniffed && (await this.#readJsonBody(bytes))) return true
      for (let next = bytes; next; next = this.#hasRoom() ? body.readNow?.() : undefined) this.#decode(next)
      if (!bytes) this.#endEvents()
      if (this.#hasNews) call.stop('idle')
      return bytes === undefined || reader.isDone()
    } catch (error) {
      // A connection failure after the complete result has lost nothing.
      if (isMiraError(error) && error.code === 'connection_failed' && reader.isComplete()) return true
      throw this.explain(error)
    }
  }

  /**
   * Reads a body that is one JSON value as one event: a server that does not stream sends the whole result or an error,
   * in some cases labeled as an event stream, whose lines never start with a brace. Some servers label events as text.
   *
   * @returns Whether the body is JSON.
   * @throws {MiraError} `invalid_response` when the body is neither an event stream nor JSON.
   */
  async #readJsonBody(first: Uint8Array): Promise<boolean> {
    this.#isSniffed = true
    const text = textDecoder.decode(first).trimStart()
    // The replacement character is part of a byte order mark.
    if (!/^([{[\ufffd]|$)/.test(text)) {
      const isEvents = /event-stream|json/i.test(this.#raw.headers.get('content-type') ?? 'json')
      if (isEvents || fields.some((field) => text.startsWith(field.slice(0, text.length)))) return false
      throw notEvents(this.#raw, this.#context)
    }
    const { call, state } = this.#context
    const { body } = this.#raw
    const data = await readWhole(body, call, { maxBytes: state.limits.maxEventBytes, first })
    const { reader } = this.#consumer
    if (parseJson(data) !== undefined) this.#onEvent({ event: 'message', data, id: '' })
    if (!reader.isComplete()) throw notEvents(this.#raw, this.#context)
    return true
  }

  /** Decodes bytes. Comments show that the server is working on the first event. */
  #decode(bytes: Uint8Array): void {
    const { commentCount } = this.#decoder
    this.#decoder.push(bytes, this.#onEvent)
    if (this.#decoder.commentCount > commentCount) this.#extendFirstEvent()
  }

  /** Processes a last event without its blank line, if it is not truncated: a JSON object, or `[DONE]`. */
  #endEvents(): void {
    this.#decoder.end((event) => {
      const isComplete = isRecord(parseJson(event.data)) || event.data.trim() === '[DONE]'
      if (isComplete) this.#onEvent(event)
    })
    const { reader } = this.#consumer
    if (!reader.isDone() && !reader.isComplete()) throw closedEarly(this.#context.call.operation)
  }

  /**
   * Converts a connection failure to `stream_interrupted`, removes API keys from an error that the server reports, and
   * adds the partial result to any error. The caller's own abort reason is returned unchanged.
   */
  explain(error: unknown): unknown {
    const { reader, signal } = this.#consumer
    if (!isMiraError(error) || error === signal?.reason) return error
    const { call, state } = this.#context
    const { operation } = call
    const requestId = error.requestId ?? readRequestId(this.#raw.headers, state.secrets)
    const added = { operation, requestId, partial: reader.snapshot() }
    const { message, retryable, body } = error
    if (body !== undefined) return reportedError(redactJson(body, state.secrets), added)
    if (error.code !== 'connection_failed') return amendError(error, added)
    return new MiraError(message, { ...added, code: 'stream_interrupted', retryable, cause: error })
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

  /** The server has shown that it is working. */
  #extendFirstEvent(): void {
    const { call } = this.#context
    if (call.isRunning('firstEvent')) call.start('firstEvent')
  }

  readonly #onEvent = (event: ServerSentEvent): void => {
    const { reader, queue, onEvent } = this.#consumer
    if (reader.isDone()) return
    const item = reader.read(event)
    onEvent(event)
    if (item === null) return this.#extendFirstEvent()
    this.#hasNews = this.hasBegun = true
    if (item !== undefined) queue.push(item)
  }
}

const notEvents = (raw: RawReply, context: ReadContext): MiraError => invalidReply(raw, context, 'an event stream')

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
