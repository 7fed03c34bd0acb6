import type { Client, RequestOptions, RequestSpec } from '@mira/core'
import { type EventReader, EventStream } from '@mira/core/internal'

/** What a {@link TextStream} is made from. */
export interface TextStreamOptions<Item, Result> {
  readonly client: Client
  readonly spec: Omit<RequestSpec<unknown>, 'read'>
  readonly events: EventReader<Item, Result>
  readonly options: RequestOptions | undefined
  readonly textOf: (result: Result) => string
}

/** A stream of events whose result has a text. */
export class TextStream<Item, Result> extends EventStream<Item, Result> {
  readonly #textOf: (result: Result) => string

  constructor({ client, spec, events, options, textOf }: TextStreamOptions<Item, Result>) {
    super(client, spec, events, options)
    this.#textOf = textOf
  }

  /** Reads to the end and gives the whole text; fails as {@link TextStream.final} does. */
  async text(): Promise<string> {
    return this.#textOf(await this.final())
  }
}
