import type { ChatFinishReason, ChatToolCall, ChatUsage } from '@mira/engine'
import { ApiError } from '../api-error.ts'
import type { AnswerEvent, BuiltInCall } from '../jobs/run-music-tool-calls.ts'

/** Complete answer. */
export interface GeneratedMessage {
  readonly text: string
  readonly reasoning: string
  readonly toolCalls: readonly ChatToolCall[]
  readonly builtInCalls: readonly Pick<BuiltInCall, 'id' | 'name' | 'arguments'>[]
  readonly reason: ChatFinishReason
  readonly usage: ChatUsage
}

/**
 * Collects the events of an answer into a message.
 *
 * @throws {ApiError} 502 when the events end without a `finish` event.
 */
export async function collectMessage(events: AsyncIterable<AnswerEvent>): Promise<GeneratedMessage> {
  let text = ''
  let reasoning = ''
  const builtInCalls: GeneratedMessage['builtInCalls'][number][] = []
  const calls: { id: string; name: string; arguments: string }[] = []
  for await (const event of events) {
    if (event.type === 'text') text += event.text
    else if (event.type === 'reasoning') reasoning += event.text
    else if (event.type === 'built_in_call') {
      const { id, name, arguments: input } = event
      builtInCalls.push({ id, name, arguments: input })
    } else if (event.type === 'tool_call') {
      calls[event.index] ??= { id: event.id ?? '', name: event.name ?? '', arguments: '' }
      calls[event.index]!.arguments += event.arguments
    } else return { text, reasoning, toolCalls: calls, builtInCalls, reason: event.reason, usage: event.usage }
  }
  throw new ApiError(502, 'The engine ended the stream without a finish event')
}
