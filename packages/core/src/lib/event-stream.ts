import type { Call } from './call.ts'
import type { ReadContext, RequestOptions, RequestSpec } from './call-state.ts'
import type { Client } from './client-state.ts'
import { isMiraError, MiraError } from './error.ts'
import { EventBody, formatEvent } from './event-body.ts'
import type { EventReader } from './event-reader.ts'
import { ItemStream } from './item-stream.ts'
import { request } from './request.ts'
import type { RawReply } from './wire-types.ts'

/** Options of an {@link EventStream}. */
export interface EventStreamOptions<Item, Result> {
  readonly client: Client
  readonly spec: Omit<RequestSpec<unknown>, 'read'>
  readonly reader: EventReader<Item, Result>
  readonly options?: RequestOptions | null | undefined
}

/** A lazy stream of the events of one response. The request is sent on the first read. */
export class EventStream<Item, Result> extends ItemStream<Item, Result> {
  readonly #client: Client
  readonly #spec: Omit<RequestSpec<unknown>, 'read'>
  readonly #options: RequestOptions | null | undefined
  readonly #reader: EventReader<Item, Result>
  #call: Call | undefined
  #body: EventBody<Item> | undefined
  #endCall: ReturnType<ReadContext['detach']> | undefined

  constructor({ client, spec, reader, options }: EventStreamOptions<Item, Result>) {
    super(spec.operation, options?.signal)
    this.#client = client
    this.#spec = { accept: 'text/event-stream', isStream: true, ...spec }
    this.#options = options
    this.#reader = reader
  }

  /** Result so far, including usage; partial until the stream has ended. */
  get snapshot(): Result {
    return this.#reader.snapshot()
  }

  protected override readMore(): Promise<boolean> {
    return this.#body ? this.#body.read() : this.#open()
  }

  async #open(): Promise<boolean> {
    const read = (raw: RawReply, context: ReadContext): Promise<this> => this.#begin(raw, context)
    const onStart = (call: Call): void => {
      this.#call = call
    }
    await request<unknown>(this.#client, { ...this.#spec, read, onStart }, this.#options)
    if (!this.#body) throw notRead(this.#spec.operation)
    return false
  }

  /** Reads up to the first event, as part of the attempt: until then a failure can be retried. */
  async #begin(raw: RawReply, context: ReadContext): Promise<this> {
    const body = new EventBody(raw, context, {
      reader: this.#reader,
      queue: this.queue,
      signal: this.#options?.signal,
      onEvent: (event) => void this.copied?.push(formatEvent(event)),
    })
    let isOver = false
    let failure: { error: unknown } | undefined
    try {
      while (!body.hasBegun && !isOver) isOver = await body.read()
    } catch (error) {
      if (!body.hasBegun) throw error
      failure = { error }
    }
    // From now on only the `idle` and `total` timeouts apply.
    context.call.stop('firstEvent')
    context.call.stop('attempt')
    this.#body = body
    this.#endCall = context.detach()
    body.signal.addEventListener('abort', this.#onAbort, { once: true })
    if (isOver || failure) this.end(failure, failure !== undefined)
    return this
  }

  readonly #onAbort = (): void => {
    this.queue.clear()
    this.end({ error: this.#body?.explain(this.#body.signal.reason) }, true)
  }

  /** Ends the call, and closes the connection unless it can be reused. */
  protected override onEnd(failure: { error: unknown } | undefined, closesConnection: boolean): void {
    const body = this.#body
    body?.signal.removeEventListener('abort', this.#onAbort)
    this.#endCall?.({ error: failure?.error, result: () => this.snapshot })
    if (closesConnection) body?.cancel()
    else body?.finish()
    // Ends copies of the body too, which a custom `fetch` may have made; after any other failure they stay readable.
    const error = failure?.error
    if (!body || (isMiraError(error) && error.code === 'stream_closed')) this.#call?.abort(error)
  }
}

function notRead(operation: string): MiraError {
  const message = `${operation}: a middleware returned a response of its own, which streams do not support`
  return new MiraError(message, { code: 'invalid_response', operation })
}
