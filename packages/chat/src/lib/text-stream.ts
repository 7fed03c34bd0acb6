import { EventStream, type EventStreamOptions } from '@mira/core/internal'

/** Options of {@link TextStream}. */
export interface TextStreamOptions<Item, Result> extends EventStreamOptions<Item, Result> {
  readonly textOf: (result: Result) => string
}

/** A stream of events whose result contains text. */
export class TextStream<Item, Result> extends EventStream<Item, Result> {
  readonly #textOf: (result: Result) => string

  constructor({ textOf, ...options }: TextStreamOptions<Item, Result>) {
    super(options)
    this.#textOf = textOf
  }

  /** Reads the stream to its end and returns the complete text. Rejects like {@link TextStream.final}. */
  text(): Promise<string> {
    return this.settled(this.final().then(this.#textOf))
  }
}
