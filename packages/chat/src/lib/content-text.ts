/** Names under which servers send what a model thinks, the documented one first. */
export const reasoningFields = ['thinking_content', 'thinking', 'reasoning_content', 'reasoning'] as const

/** Text of a message's content: the text itself, or that of all text parts; empty for anything else. */
export function contentText(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content.map((part) => (typeof part?.text === 'string' ? part.text : '')).join('')
}

/** What the model thought before a message, or before a delta of one; empty when nothing is told. */
export function reasoningText(message: object): string {
  for (const field of reasoningFields) {
    const text = (message as Record<string, unknown>)[field]
    if (typeof text === 'string') return text
  }
  return ''
}
