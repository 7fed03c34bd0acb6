/** A content part of a message: text, or audio with its transcript. */
export interface RealtimePart {
  /** `input_text`, `text`, `output_text`, `input_audio`, `audio`, … */
  type: string
  text?: string | undefined
  transcript?: string | null | undefined
  [field: string]: unknown
}

/** An entry of the conversation: a message, a function call or its output. */
export interface ConversationItem {
  id?: string | undefined
  /** `message`, `function_call`, `function_call_output`, … */
  type: string
  /** `user`, `assistant` or `system`; only for messages. */
  role?: string | undefined
  status?: string | undefined
  content?: RealtimePart[] | undefined
  call_id?: string | undefined
  name?: string | undefined
  /** Arguments of a function call, as JSON text. */
  arguments?: string | undefined
  /** Output of a function call. */
  output?: string | undefined
  [field: string]: unknown
}

/** Returns the text of a message; audio parts contribute their transcript. */
export function itemText({ content }: ConversationItem): string {
  if (!Array.isArray(content)) return ''
  return content.map((part) => part?.text ?? part?.transcript ?? '').join('')
}

/** Returns whether two items are versions of the same item. */
export function isSameItem(existing: ConversationItem, item: ConversationItem): boolean {
  if (existing.type !== item.type) return false
  if (item.type !== 'message') return existing.call_id === item.call_id
  return existing.id !== undefined && existing.id === item.id
}

/** Returns the fields of an item that can be replayed; `undefined` for unknown items. Drops audio to save memory. */
export function toReplayable(item: ConversationItem | null | undefined): ConversationItem | undefined {
  const { id, type, role, call_id, name, arguments: args, output } = item ?? {}
  if (type === 'function_call' && typeof args === 'string') return { id, type, call_id, name, arguments: args }
  if (type === 'function_call_output' && typeof output === 'string') return { id, type, call_id, output }
  if (type !== 'message' || !item) return undefined
  const text = itemText(item)
  return { id, type, role, content: text ? [{ type: 'text', text }] : [] }
}

/** Returns the number of characters of an item. */
export function sizeOfItem(item: ConversationItem): number {
  return itemText(item).length + (item.arguments?.length ?? 0) + (item.output?.length ?? 0)
}

/** Returns a message as text, as a client sends it; nothing if it has no text. */
export function toTextItem({ id, type, role, content }: ConversationItem): ConversationItem | [] {
  const text = itemText({ type, content })
  if (!text) return []
  return { id, type, role, content: [{ type: role === 'assistant' ? 'text' : 'input_text', text }] }
}
