import { metadataOf } from '@mira/core'
import { ItemStream } from '@mira/core/internal'
import { createJsonFilter } from './json-filter.ts'
import { type Answer, parseAnswer } from './parse-answer.ts'
import { PartialJson } from './partial-json.ts'
import type { StandardSchema } from './standard-schema.ts'

/** Data of which the beginning has been received: fields may be missing, and lists and strings incomplete. */
export type PartialData<Data> = Data extends string
  ? string
  : Data extends readonly (infer Item)[]
    ? PartialData<Item>[]
    : Data extends object
      ? { [Field in keyof Data]?: PartialData<Data[Field]> }
      : Data

/** Options of {@link ParsedStream}; the functions are for the items and the result of `source`. */
export interface ParsedStreamOptions<Result> {
  readonly operation: string
  readonly schema: StandardSchema
  readonly signal: AbortSignal | null | undefined
  /** Stream of the answer. */
  readonly source: ItemStream<unknown, object>
  /** Returns the text that an item adds to the answer. */
  readonly textOf: (item: never) => string
  readonly answerOf: (source: never) => Omit<Answer, 'operation'>
  readonly toResult: (data: unknown, source: never) => Result
}

/** Entries copied per character of text, at most, so that the cost of all values is proportional to the text. */
const maxCopiedPerCharacter = 16

/**
 * A stream of structured output. Iterate it for the data so far, of which the rest is still missing, or call `final()`
 * for the complete and validated data.
 */
export class ParsedStream<Partial, Result> extends ItemStream<Partial, Result> {
  readonly #options: ParsedStreamOptions<Result>
  readonly #json = new PartialJson()
  readonly #filter = createJsonFilter()
  #batches: AsyncIterator<unknown[], undefined> | undefined
  /** Characters received since the last item. */
  #characters = 0
  #hasData = false
  #data: { readonly value: unknown } | undefined

  constructor(options: ParsedStreamOptions<Result>) {
    super(options.operation, options.signal)
    this.#options = options
  }

  /** Result so far: the data is validated at the end only. */
  get snapshot(): Result {
    const { toResult, source } = this.#options
    return toResult(this.#data ? this.#data.value : this.#json.read(), source.snapshot as never)
  }

  /**
   * Returns the events of the answer as the server sent them, as `text/event-stream` bytes, suitable as the body of a
   * `Response`. Canceling the returned stream closes the connection; a failure of the call errors it.
   *
   * @throws {TypeError} when called more than once.
   */
  override toReadableStream(): ReadableStream<Uint8Array> {
    return this.#options.source.toReadableStream()
  }

  protected override async readMore(): Promise<boolean> {
    const { source, textOf } = this.#options
    this.#batches ??= source.batches()[Symbol.asyncIterator]() as AsyncIterator<unknown[], undefined>
    const { value: items, done } = await this.#batches.next()
    if (done) return this.#finish()
    for (const item of items) this.#add(this.#filter(textOf(item as never)))
    return false
  }

  #add(text: string): void {
    this.#characters += text.length
    this.#json.push(text)
    if (this.#characters * maxCopiedPerCharacter >= this.#json.copiedEntries) this.#yieldData()
  }

  async #finish(): Promise<true> {
    const { source, schema, operation, answerOf } = this.#options
    const answer = answerOf((await source.final()) as never)
    // Only now is a number or a word known to be complete.
    if (!this.#hasData) this.#json.push(`${answer.text} `)
    if (this.#json.hasChanged) this.#yieldData()
    const requestId = metadataOf(source)?.requestId
    this.#data = { value: await parseAnswer(schema, { operation, requestId, ...answer }) }
    return true
  }

  #yieldData(): void {
    if (!this.#json.hasChanged) return
    this.#hasData = true
    this.#characters = 0
    this.queue.push(this.#json.read() as Partial)
  }

  protected override onEnd(failure: { error: unknown } | undefined): void {
    if (failure) this.#options.source.close()
  }
}
