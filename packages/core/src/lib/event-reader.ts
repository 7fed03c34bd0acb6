import type { ServerSentEvent } from './event-decoder.ts'
import type { ItemQueue } from './item-queue.ts'

/** Protocol of one kind of stream: converts its events to items and a result. */
export interface EventReader<Item, Result> {
  /**
   * Processes one event. Returns the item to yield, `undefined` for none, or `null` for a keep-alive, which is treated
   * like a comment.
   *
   * @throws {MiraError} when the event reports an error or cannot be parsed.
   */
  read(event: ServerSentEvent): Item | undefined | null
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
  readonly signal: AbortSignal | null | undefined
  /** Called after each event has been processed. */
  onEvent(event: ServerSentEvent): void
}
