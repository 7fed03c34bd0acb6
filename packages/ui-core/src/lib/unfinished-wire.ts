import { type ChatMessage, contentText } from '@mira/chat'

/**
 * Returns the messages of an answer that ended early, in a form in which the conversation can go on: servers reject a
 * tool call without its output.
 *
 * @param messages - Messages of the rounds so far.
 * @param trailingText - Text of the round that was interrupted.
 */
export function unfinishedWire(messages: readonly ChatMessage[], trailingText: string): ChatMessage[] {
  const end = messages.findIndex((message, index) => !isAnswered(message, messages.slice(index + 1)))
  const complete = end === -1 ? [...messages] : messages.slice(0, end)
  const text = trailingText || (end === -1 ? '' : contentText(messages[end]?.content))
  return text ? [...complete, { role: 'assistant', content: text }] : complete
}

function isAnswered({ tool_calls }: ChatMessage, later: readonly ChatMessage[]): boolean {
  const answered = new Set(later.map(({ tool_call_id }) => tool_call_id))
  return (tool_calls ?? []).every((call) => call.type === 'tool_call' || answered.has(call.id))
}
