import type { ChatHistoryItem, ChatModelResponse } from 'node-llama-cpp'
import type { ChatMessage, ChatPart } from '../chat-engine.ts'
import { EngineInputError } from '../engine.ts'

/** Converts messages to the history format of node-llama-cpp. It ends with the model's open turn. */
export function toHistory(messages: readonly ChatMessage[]): ChatHistoryItem[] {
  const results = new Map(
    messages.flatMap((message) =>
      message.role === 'tool' ? [[message.toolCallId ?? '', toText(message)] as const] : [],
    ),
  )
  const history = messages.flatMap((message): ChatHistoryItem[] => {
    if (message.role === 'tool') return []
    if (message.role === 'user') return [{ type: 'user', text: toText(message) }]
    if (message.role === 'assistant') return [toModelTurn(message, results)]
    return [{ type: 'system', text: toText(message) }]
  })
  // After tool results the model's turn continues; after a user message a new one begins.
  return history.at(-1)?.type === 'model' ? history : [...history, { type: 'model', response: [] }]
}

function toModelTurn(message: ChatMessage, results: ReadonlyMap<string, string>): ChatModelResponse {
  const text = toText(message)
  const calls = (message.toolCalls ?? []).map((call, index) => ({
    type: 'functionCall' as const,
    name: call.name,
    params: parseOrText(call.arguments),
    result: parseOrText(results.get(call.id) ?? 'null'),
    startsNewChunk: index === 0,
  }))
  return { type: 'model', response: [...(text ? [text] : []), ...calls] }
}

function toText({ content }: ChatMessage): string {
  if (typeof content === 'string' || content === null) return content ?? ''
  return content.map(partText).join('\n')
}

function partText(part: ChatPart): string {
  if (part.type === 'text') return part.text
  throw new EngineInputError('This model takes text only, and the messages contain an image', 'messages')
}

function parseOrText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
