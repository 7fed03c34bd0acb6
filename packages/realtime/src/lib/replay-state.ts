import type { RealtimeClientEvent, WireEvent } from './client-event.ts'
import type { ConversationItem } from './conversation-item.ts'
import { History } from './history.ts'
import type { SessionSettings } from './settings.ts'

/** State to replay to a new connection so that the conversation continues. */
export class ReplayState {
  readonly history: History
  readonly #random: () => number
  #session: Record<string, unknown> = {}

  constructor({ maxHistoryItems, random }: SessionSettings) {
    this.history = new History(maxHistoryItems)
    this.#random = random
  }

  /** Session settings with all updates applied. */
  get session(): Readonly<Record<string, unknown>> {
    return this.#session
  }

  /** Records an event about to be sent. Returns the event to send, with an item id added if it creates an item. */
  noteSent(event: WireEvent): WireEvent {
    const clientEvent = event as RealtimeClientEvent
    switch (clientEvent.type) {
      case 'session.update':
        this.#session = { ...this.#session, ...clientEvent.session }
        return event
      case 'conversation.item.create':
        return this.#created(event, clientEvent.item)
      case 'conversation.item.delete':
        this.history.delete(clientEvent.item_id)
        return event
      default:
        return event
    }
  }

  /** Returns the events that restore the state in a new server session. */
  replay(): RealtimeClientEvent[] {
    // The unfinished response will be requested again in full.
    this.history.dropUnfinished()
    const items = this.history.replay().map((item) => ({ type: 'conversation.item.create' as const, item }))
    return [{ type: 'session.update', session: { ...this.#session } }, ...items]
  }

  #created(event: WireEvent, source: ConversationItem): WireEvent {
    const item = { ...source, id: source.id ?? `item_${this.#newId()}` }
    this.history.add(item)
    return { ...event, item }
  }

  #newId(): string {
    const digits = (): string => Math.floor(this.#random() * 2 ** 32).toString(16)
    return digits() + digits()
  }
}
