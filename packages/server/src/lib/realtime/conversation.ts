import type { ChatMessage } from '@mira/engine'
import { fieldError } from '../api-error.ts'
import type { Item, MessageItem } from '../wire/realtime-item.ts'

/** Items of a conversation, in order. */
export class Conversation {
  readonly #items: Item[] = []
  readonly #maxItems: number

  /** @param maxItems - Maximum number of items; beyond it, the oldest are dropped. */
  constructor(maxItems: number) {
    this.#maxItems = maxItems
  }

  get lastId(): string | null {
    return this.#items.at(-1)?.id ?? null
  }

  /**
   * Adds an item.
   *
   * @param previousId - Id of the item to insert after, or `root` to insert at the start. Defaults to the last item.
   * @returns Items that were dropped.
   * @throws {ApiError} 400 for a duplicate id or an unknown `previousId`.
   */
  add(item: Item, previousId?: string | null): Item[] {
    if (this.find(item.id)) throw fieldError('item.id', `item ${JSON.stringify(item.id)} already exists`)
    const at =
      previousId == null
        ? this.#items.length
        : previousId === 'root'
          ? 0
          : this.#indexOf(previousId, 'previous_item_id') + 1
    this.#items.splice(at, 0, item)
    return this.#items.splice(0, Math.max(0, this.#items.length - this.#maxItems))
  }

  /** Returns the id of the item before another, or `null` if there is none. */
  before(id: string): string | null {
    return this.#items[this.#items.findIndex((item) => item.id === id) - 1]?.id ?? null
  }

  find(id: string): Item | undefined {
    return this.#items.find((item) => item.id === id)
  }

  /**
   * Returns an item by id.
   *
   * @throws {ApiError} 400 when there is no such item.
   */
  get(id: string): Item {
    return this.#items[this.#indexOf(id)]!
  }

  /**
   * Deletes an item by id.
   *
   * @throws {ApiError} 400 when there is no such item.
   */
  delete(id: string): void {
    this.#items.splice(this.#indexOf(id), 1)
  }

  /** Converts the conversation to chat messages. */
  toMessages(instructions: string): ChatMessage[] {
    return toMessages(this.#items, instructions)
  }

  #indexOf(id: string, field = 'item_id'): number {
    const index = this.#items.findIndex((item) => item.id === id)
    if (index < 0) throw fieldError(field, `item ${JSON.stringify(id)} not found`)
    return index
  }
}

/** Converts items to chat messages; function calls are merged into the preceding assistant message. */
export function toMessages(items: readonly Item[], instructions: string): ChatMessage[] {
  const messages: ChatMessage[] = instructions === '' ? [] : [{ role: 'system', content: instructions }]
  for (const item of items) {
    if (item.type === 'function_call_output') {
      messages.push({ role: 'tool', content: item.output, toolCallId: item.callId })
    } else if (item.type === 'function_call') {
      const last = messages.at(-1)
      const before = last?.role === 'assistant' ? messages.pop() : undefined
      const call = { id: item.callId, name: item.name, arguments: item.arguments }
      const toolCalls = [...(before?.toolCalls ?? []), call]
      messages.push({ role: 'assistant', content: before?.content ?? null, toolCalls })
    } else {
      const content = textOf(item)
      if (content !== '') messages.push({ role: item.role, content })
    }
  }
  return messages
}

/** Returns the text of a message, written or spoken. */
export function textOf({ content }: MessageItem): string {
  return content
    .map((part) => (part.type === 'text' ? part.text : (part.transcript ?? '')))
    .join(' ')
    .trim()
}
