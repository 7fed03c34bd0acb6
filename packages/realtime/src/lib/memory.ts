import type { RealtimeClientEvent, WireEvent } from './client-event.ts'
import type { ConversationItem } from './conversation-item.ts'
import { History } from './history.ts'
import type { RealtimeEvent } from './server-event.ts'

/** What a new connection must be told for the conversation to go on. */
export class Memory {
  readonly history: History
  readonly #random: () => number
  #session: Record<string, unknown> = {}
  /** Asks for the response that has not yet come in full, if there is one. */
  #awaited: WireEvent | undefined

  constructor(maxItems: number, random: () => number) {
    this.history = new History(maxItems)
    this.#random = random
  }

  /** Settings as they are wanted, with every change so far. */
  get session(): Readonly<Record<string, unknown>> {
    return this.#session
  }

  /** What asks again for the response that the last connection owed. */
  get awaited(): WireEvent | undefined {
    return this.#awaited
  }

  /** Notes an event that is about to be sent; returns it with what it needs to be known again. */
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

  received(event: RealtimeEvent): void {
    if (event.type === 'response.created') this.#awaited ??= { type: 'response.create' }
    if (event.type === 'response.done') this.#awaited = undefined
    this.history.note(event)
  }

  /** The response was cut off: what there is of it stays, and no more is wanted. */
  forgetResponse(): void {
    this.#awaited = undefined
    this.history.keepUnfinished()
  }

  /** Events that bring a new session of the server to where the last one was. */
  replay(): RealtimeClientEvent[] {
    // It will be given anew and whole.
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
