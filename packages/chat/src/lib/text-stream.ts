import type { Client, RequestOptions, RequestSpec } from '@mira/core'
import { type EventReader, EventStream } from '@mira/core/internal'

/** Options of {@link TextStream}. */
export interface TextStreamOptions<Item, Result> {
  readonly client: Client
  readonly spec: Omit<RequestSpec<unknown>, 'read'>
  readonly events: EventReader<Item, Result>
  readonly options: RequestOptions | undefined
  readonly textOf: (result: Result) => string
}

/** A stream of events whose result contains text. */
export class TextStream<Item, Result> extends EventStream<Item, Result> {
  readonly #textOf: (result: Result) => string

  constructor({ client, spec, events, options, textOf }: TextStreamOptions<Item, Result>) {
    super(client, spec, events, options)
    this.#textOf = textOf
  }

  /** Reads the stream to its end and returns the complete text. Rejects like {@link TextStream.final}. */
  async text(): Promise<string> {
    return this.#textOf(await this.final())
  }
}
