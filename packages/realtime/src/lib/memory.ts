import type { RealtimeClientEvent, WireEvent } from './client-event.ts'
import type { ConversationItem } from './conversation-item.ts'
import { History } from './history.ts'
import type { RealtimeEvent } from './server-event.ts'

/** State to replay to a new connection so that the conversation continues. */
export class Memory {
  readonly history: History
  readonly #random: () => number
  #session: Record<string, unknown> = {}
  /** Request for the response that has not completed yet, if there is one. */
  #awaited: WireEvent | undefined

  constructor(maxItems: number, random: () => number) {
    this.history = new History(maxItems)
    this.#random = random
  }

  /** Session settings with all updates applied. */
  get session(): Readonly<Record<string, unknown>> {
    return this.#session
  }

  /** Event that requests the incomplete response again; `undefined` if there is none. */
  get awaited(): WireEvent | undefined {
    return this.#awaited
  }

  /** Records an event about to be sent. Returns the event to send, with an item id added if it creates an item. */
  sent(event: WireEvent): WireEvent {
    const known = event as RealtimeClientEvent
    switch (known.type) {
      case 'session.update':
        this.#session = { ...this.#session, ...known.session }
        return event
      case 'conversation.item.create':
        return this.#created(event, known.item)
      case 'conversation.item.delete':
        this.history.delete(known.item_id)
        return event
      case 'response.create':
        this.#awaited = event
        return event
      case 'response.cancel':
        this.forgetResponse()
        return event
      default:
        return event
    }
  }

  /** Records an event from the server. */
  received(event: RealtimeEvent): void {
    if (event.type === 'response.created') this.#awaited ??= { type: 'response.create' }
    if (event.type === 'response.done') this.#awaited = undefined
    this.history.note(event)
  }

  /** Stops waiting for the interrupted response; the part received so far is kept. */
  forgetResponse(): void {
    this.#awaited = undefined
    this.history.keepUnfinished()
  }

  /** Returns the events that restore the state in a new server session. */
  replay(): RealtimeClientEvent[] {
    // The unfinished response will be requested again in full.
    this.history.dropUnfinished()
    const items = this.history.replay().map((item) => ({ type: 'conversation.item.create' as const, item }))
    return [{ type: 'session.update', session: { ...this.#session } }, ...items]
  }

  #created(event: WireEvent, given: ConversationItem): WireEvent {
    const item = { ...given, id: given.id ?? `item_${this.#newId()}` }
    this.history.add(item)
    return { ...event, item }
  }

  #newId(): string {
    const digits = (): string => Math.floor(this.#random() * 2 ** 32).toString(16)
    return digits() + digits()
  }
}
