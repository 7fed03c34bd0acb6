import type { ChatCompletion } from './chat-completion.ts'

/** Field names that servers use for reasoning, the documented one first. */
export const reasoningFields = ['thinking_content', 'thinking', 'reasoning_content', 'reasoning'] as const

interface Part {
  readonly type?: unknown
  readonly text?: unknown
  readonly thinking?: unknown
}

/** Returns whether a part of a content list is reasoning. */
export const isReasoningPart = (part: Part | null): boolean => part?.type === 'thinking' || part?.type === 'reasoning'

/** Returns whether a part of a content list is text of the answer. */
export const isTextPart = (part: Part | null): boolean => typeof part?.text === 'string' && !isReasoningPart(part)

/** Returns the text of a part of a content list; empty for anything but text of the answer. */
export const partText = (part: Part | null): string => (isTextPart(part) ? (part?.text as string) : '')

/** Returns the joined reasoning parts of a content list: `{ type: 'thinking', thinking }` or `{ type, text }`. */
export const reasoningOfParts = (parts: readonly (Part | null)[]): string =>
  parts.map((part) => (isReasoningPart(part) ? contentText(part?.thinking ?? part?.text) : '')).join('')

/**
 * Returns the text of a message's content: a string unchanged, or the joined text parts of a list; empty for anything
 * else.
 */
export function contentText(content: unknown): string {
  if (typeof content === 'string') return content
  return Array.isArray(content) ? content.map(partText).join('') : ''
}

/** Returns the reasoning that precedes a message, or a delta of one; empty if there is none. */
export function reasoningText(message: object): string {
  // Named one by one, because this is called for each chunk, and a loop over the names takes ten times as long.
  const { thinking_content, thinking, reasoning_content, reasoning, content } = message as Record<string, unknown>
  return (
    asString(thinking_content) ||
    asString(thinking) ||
    asString(reasoning_content) ||
    asString(reasoning) ||
    (Array.isArray(content) ? reasoningOfParts(content) : '')
  )
}

const asString = (value: unknown): string => (typeof value === 'string' ? value : '')

/**
 * Adds `text`, as chunks have it. It is not enumerable, so that the completion is otherwise as the server sent it, also
 * in JSON.
 */
export const withText = (completion: object): ChatCompletion =>
  Object.defineProperty(completion, 'text', { get: firstText }) as ChatCompletion

/** A single getter for all completions: another one for each would give each a hidden class of its own. */
function firstText(this: Partial<ChatCompletion>): string {
  return contentText(this.choices?.[0]?.message?.content)
}
