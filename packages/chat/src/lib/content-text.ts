/** Field names that servers use for reasoning, the documented one first. */
export const reasoningFields = ['thinking_content', 'thinking', 'reasoning_content', 'reasoning'] as const

/**
 * Returns the text of a message's content: a string unchanged, or the joined text parts of a list; empty for anything
 * else.
 */
export function contentText(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content.map((part) => (typeof part?.text === 'string' ? part.text : '')).join('')
}

/** Returns the reasoning that precedes a message, or a delta of one; empty if there is none. */
export function reasoningText(message: object): string {
  for (const field of reasoningFields) {
    const text = (message as Record<string, unknown>)[field]
    if (typeof text === 'string') return text
  }
  return ''
}
