import type { ChatEngine, ChatEvent, ChatMessage } from '@mira/engine'

/** Accumulates the output of an answer, to count its tokens if it is interrupted. */
export interface TokenCounter {
  /** Adds the text or tool call of an event. */
  add(event: ChatEvent): void
  /** Counts the tokens so far; all zero if nothing was produced. */
  count(engine: ChatEngine): Promise<{ readonly inputTokens: number; readonly outputTokens: number }>
}

/**
 * Creates a token counter.
 *
 * @param messages - Messages of the request, for the input tokens.
 */
export function createTokenCounter(messages: readonly ChatMessage[]): TokenCounter {
  let produced = ''
  return {
    add(event) {
      if (event.type === 'text' || event.type === 'reasoning') produced += event.text
      else if (event.type === 'tool_call') produced += `${event.name ?? ''}${event.arguments}`
    },
    async count(engine) {
      if (produced === '') return { inputTokens: 0, outputTokens: 0 }
      const inputs = await Promise.all(messages.map((message) => engine.countTokens(textOf(message))))
      const outputTokens = await engine.countTokens(produced)
      return { inputTokens: inputs.reduce((sum, tokens) => sum + tokens, 0), outputTokens }
    },
  }
}

function textOf({ content }: ChatMessage): string {
  if (content === null || typeof content === 'string') return content ?? ''
  return content.map((part) => (part.type === 'text' ? part.text : '')).join(' ')
}
