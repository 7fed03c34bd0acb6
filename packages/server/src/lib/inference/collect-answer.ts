import type { ChatFinishReason, ChatToolCall, ChatUsage } from '@mira/engine'
import { ApiError } from '../api-error.ts'
import type { AnswerEvent, BuiltInCall } from './answer-event.ts'

/** Complete message. */
export interface GeneratedMessage {
  readonly text: string
  readonly reasoning: string
  readonly refusal: string
  readonly toolCalls: readonly ChatToolCall[]
  readonly builtInCalls: readonly Pick<BuiltInCall, 'id' | 'name' | 'arguments'>[]
  readonly reason: ChatFinishReason
}

/** Complete answer: a message per choice. */
export interface GeneratedAnswer {
  readonly messages: readonly GeneratedMessage[]
  readonly usage: ChatUsage
}

/**
 * Collects the events of an answer into messages.
 *
 * @throws {ApiError} 502 when the events end without a `finish` event.
 */
export async function collectAnswer(events: AsyncIterable<AnswerEvent>): Promise<GeneratedAnswer> {
  const messages: GeneratedMessage[] = []
  let message = new MessageCollector()
  for await (const event of events) {
    if (event.type === 'finish') return { messages: [...messages, message.end(event.reason)], usage: event.usage }
    if (event.type === 'choice_end') {
      messages.push(message.end(event.reason))
      message = new MessageCollector()
    } else message.add(event)
  }
  throw new ApiError(502, 'The engine ended the stream without a finish event')
}

class MessageCollector {
  #text = ''
  #reasoning = ''
  #refusal = ''
  readonly #builtInCalls: GeneratedMessage['builtInCalls'][number][] = []
  readonly #calls: { id: string; name: string; arguments: string }[] = []

  add(event: Exclude<AnswerEvent, { readonly type: 'finish' | 'choice_end' }>): void {
    if (event.type === 'text') this.#text += event.text
    else if (event.type === 'reasoning') this.#reasoning += event.text
    else if (event.type === 'refusal') this.#refusal += event.text
    else if (event.type === 'built_in_call') {
      const { id, name, arguments: input } = event
      this.#builtInCalls.push({ id, name, arguments: input })
    } else {
      this.#calls[event.index] ??= { id: event.id ?? '', name: event.name ?? '', arguments: '' }
      this.#calls[event.index]!.arguments += event.arguments
    }
  }

  end(reason: ChatFinishReason): GeneratedMessage {
    const [text, reasoning, refusal] = [this.#text, this.#reasoning, this.#refusal]
    return { text, reasoning, refusal, toolCalls: this.#calls, builtInCalls: this.#builtInCalls, reason }
  }
}
