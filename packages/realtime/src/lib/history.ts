import { type ConversationItem, itemText, type RealtimePart } from './conversation-item.ts'
import type { RealtimeEvent } from './server-event.ts'

const maxCharacters = 256 * 1024

/** The conversation as far as it can be told again, and within bounds. */
export class History {
  readonly #maxItems: number
  #items: ConversationItem[] = []
  /** Share of their audio that was heard, of items that were cut off. */
  readonly #heardShares = new Map<string, number>()
  /** Ids we gave and the server has not repeated: it may prefer its own. */
  readonly #unconfirmed = new Set<string>()
  /** Messages of the response that is under way; `undefined` while there is none. */
  #unfinished: Set<string> | undefined

  constructor(maxItems: number) {
    this.#maxItems = maxItems
  }

  /** In order, as text: of what was spoken the transcript. */
  get items(): readonly ConversationItem[] {
    return this.#items
  }

  /** Learns from what the server tells. */
  note(event: RealtimeEvent): void {
    switch (event.type) {
      case 'response.created':
        this.#unfinished = new Set()
        return
      case 'conversation.item.created':
      case 'response.output_item.done':
        return this.put(event.item)
      case 'response.done':
        for (const item of Array.isArray(event.response.output) ? event.response.output : []) this.put(item)
        return this.keepUnfinished()
      case 'conversation.item.deleted':
        return this.delete(event.item_id)
      case 'conversation.item.input_audio_transcription.completed':
        return this.#putText(event.item_id, 'user', { type: 'input_text', text: event.transcript })
      case 'response.text.done':
        return this.#putText(event.item_id, 'assistant', { type: 'text', text: event.text })
      case 'response.audio_transcript.done':
        return this.#putText(event.item_id, 'assistant', { type: 'audio', transcript: event.transcript })
    }
  }

  /** Adds an item of ours. */
  add(item: ConversationItem & { id: string }): void {
    this.put(item)
    this.#unconfirmed.add(item.id)
  }

  /** Adds an item, or replaces the one it is a newer state of; an emptier state replaces nothing. */
  put(newer: ConversationItem): void {
    const item = slim(newer)
    if (!item) return
    const index = this.#find(item)
    const known = this.#items[index]
    const heard = this.#cut(item)
    if (!known) {
      this.#items.push(heard)
      if (item.role === 'assistant' && item.id) this.#unfinished?.add(item.id)
    } else {
      this.#unconfirmed.delete(known.id ?? '')
      const isFuller = item.type !== 'message' || itemText(item) !== ''
      this.#items[index] = { ...known, ...(isFuller ? heard : item.id && { id: item.id }) }
    }
    this.#shrink()
  }

  delete(itemId: string | undefined): void {
    this.#items = this.#items.filter(({ id }) => id !== itemId)
  }

  /** Cuts what was said to the share that was heard: the model must not believe that the user knows the rest. */
  truncate(itemId: string, heardShare: number): void {
    this.#heardShares.set(itemId, heardShare)
    this.#items = this.#items.map((item) => (item.id === itemId ? this.#cut(item) : item))
  }

  keepUnfinished(): void {
    this.#unfinished = undefined
  }

  dropUnfinished(): void {
    this.#items = this.#items.filter(({ id = '' }) => !this.#unfinished?.has(id))
    this.#unfinished = undefined
  }

  /** Items to create in a new session of the server; what cannot be told is left out. */
  replay(): ConversationItem[] {
    return this.#items.flatMap((item) => (item.type === 'message' ? toText(item) : item))
  }

  #putText(id: string | undefined, role: string, part: RealtimePart): void {
    if (id !== undefined) this.put({ id, type: 'message', role, content: [part] })
  }

  #find(item: ConversationItem): number {
    const index = this.#items.findIndex((known) => isSame(known, item))
    if (index >= 0 || item.role !== 'user' || !itemText(item)) return index
    return this.#items.findIndex((known) => this.#unconfirmed.has(known.id ?? '') && itemText(known) === itemText(item))
  }

  #cut(item: ConversationItem): ConversationItem {
    const share = this.#heardShares.get(item.id ?? '')
    if (share === undefined || item.type !== 'message') return item
    const text = itemText(item)
    const heard = text.slice(0, Math.floor(text.length * share)).replace(/\S*$/, '')
    return { ...item, content: [{ type: 'text', text: heard.trimEnd() }] }
  }

  #shrink(): void {
    let characters = this.#items.reduce((sum, item) => sum + sizeOf(item), 0)
    while (this.#items.length > this.#maxItems || (characters > maxCharacters && this.#items.length > 1)) {
      const dropped = this.#items.shift() as ConversationItem
      characters -= sizeOf(dropped)
      this.#heardShares.delete(dropped.id ?? '')
      this.#unconfirmed.delete(dropped.id ?? '')
    }
    // An output without its call is refused.
    while (this.#items[0]?.type === 'function_call_output') this.#items.shift()
  }
}

/** Whether two items are states of one. */
function isSame(known: ConversationItem, item: ConversationItem): boolean {
  if (known.type !== item.type) return false
  if (item.type !== 'message') return known.call_id === item.call_id
  return known.id !== undefined && known.id === item.id
}

/** What can be told again of an item, and so is worth its memory; audio and unknown items cannot. */
function slim(item: ConversationItem | null | undefined): ConversationItem | undefined {
  const { id, type, role, call_id, name, arguments: args, output } = item ?? {}
  if (type === 'function_call' && typeof args === 'string') return { id, type, call_id, name, arguments: args }
  if (type === 'function_call_output' && typeof output === 'string') return { id, type, call_id, output }
  if (type !== 'message' || !item) return undefined
  const text = itemText(item)
  return { id, type, role, content: text ? [{ type: 'text', text }] : [] }
}

function sizeOf(item: ConversationItem): number {
  return itemText(item).length + (item.arguments?.length ?? 0) + (item.output?.length ?? 0)
}

function toText({ id, type, role, content }: ConversationItem): ConversationItem | [] {
  const text = itemText({ type, content })
  if (!text) return []
  return { id, type, role, content: [{ type: role === 'assistant' ? 'text' : 'input_text', text }] }
}
