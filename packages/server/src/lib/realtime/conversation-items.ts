import type { ChatMessage } from '@mira/engine'
import { fieldError } from '../api-error.ts'
import type { ClientEvent } from '../wire/realtime-client-event.ts'
import { encodeItem, type Item } from '../wire/realtime-item.ts'
import type { Connection } from './connection.ts'
import { Conversation } from './conversation.ts'
import type { SpokenTimeline } from './spoken-timeline.ts'

/** Conversation of a session, whose changes are reported to the client. */
export class ConversationItems {
  readonly #connection: Connection
  readonly #conversation: Conversation
  readonly #timelines = new Map<string, SpokenTimeline>()

  /** @param maxItems - Maximum number of items; beyond it, the oldest are dropped. */
  constructor(connection: Connection, maxItems: number) {
    this.#connection = connection
    this.#conversation = new Conversation(maxItems)
  }

  get lastId(): string | null {
    return this.#conversation.lastId
  }

  /**
   * Adds an item.
   *
   * @param after - Id of the item to insert after, or `root` to insert at the start. Defaults to the last item.
   * @throws {ApiError} 400 for a duplicate id or an unknown `after`.
   */
  add(item: Item, after?: string | null): void {
    const dropped = this.#conversation.add(item, after)
    const encoded = encodeItem(item, this.#connection.dialect)
    const previous_item_id = this.#conversation.before(item.id)
    this.#connection.send({ type: 'conversation.item.created', previous_item_id, item: encoded })
    if (item.status !== 'in_progress') this.reportDone(item)
    for (const old of dropped) this.#reportDeleted(old)
  }

  /** Adds the item of an answer that starts, with the timeline of a spoken one. */
  start(item: Item, timeline: SpokenTimeline | undefined): void {
    if (timeline) this.#timelines.set(item.id, timeline)
    this.add(item)
  }

  /** Reports that an item is done. OpenAI's newer API reports an item twice: when it is added and when it is done. */
  reportDone(item: Item): void {
    const { dialect } = this.#connection
    if (dialect !== 'newer') return
    const previous_item_id = this.#conversation.before(item.id)
    this.#connection.send({ type: 'conversation.item.done', previous_item_id, item: encodeItem(item, dialect) })
  }

  /** Sends an item. */
  retrieve({ item_id }: ClientEvent<'conversation.item.retrieve'>): void {
    const item = encodeItem(this.#conversation.get(item_id), this.#connection.dialect)
    this.#connection.send({ type: 'conversation.item.retrieved', item })
  }

  delete({ item_id }: ClientEvent<'conversation.item.delete'>): void {
    this.#conversation.delete(item_id)
    this.#reportDeleted({ id: item_id })
  }

  /**
   * Truncates an interrupted answer, so that the model sees only what the user heard.
   *
   * @throws {ApiError} 400 for an item that is no spoken answer, or a position after its end.
   */
  truncate({ item_id, content_index, audio_end_ms }: ClientEvent<'conversation.item.truncate'>): void {
    const item = this.#conversation.get(item_id)
    const timeline = this.#timelines.get(item_id)
    if (item.type !== 'message' || !timeline) throw fieldError('item_id', 'only spoken answers can be truncated')
    if (audio_end_ms > timeline.durationMs + 1) {
      throw fieldError(
        'audio_end_ms',
        `${audio_end_ms} is after the end of the audio at ${Math.round(timeline.durationMs)}`,
      )
    }
    item.content = [{ type: 'audio', transcript: timeline.textUntil(audio_end_ms) }]
    this.#connection.send({ type: 'conversation.item.truncated', item_id, content_index, audio_end_ms })
  }

  /** Converts the conversation to chat messages. */
  toMessages(instructions: string): ChatMessage[] {
    return this.#conversation.toMessages(instructions)
  }

  #reportDeleted({ id }: { readonly id: string }): void {
    this.#timelines.delete(id)
    this.#connection.send({ type: 'conversation.item.deleted', item_id: id })
  }
}
