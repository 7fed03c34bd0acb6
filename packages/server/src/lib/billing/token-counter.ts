import type { ChatEngine, ChatMessage } from '@mira/engine'
import { type AnswerRequest, type ChoiceEvent, listConversations } from '../inference/generate-choices.ts'

/** Accumulates the output of an answer, to count its tokens if it is interrupted. */
export interface TokenCounter {
  /** Adds the text or tool call of an event. */
  add(event: ChoiceEvent): void
  /** Counts the tokens so far; all zero if nothing was produced. */
  count(engine: ChatEngine): Promise<{ readonly inputTokens: number; readonly outputTokens: number }>
}

/**
 * Creates a token counter.
 *
 * @param request - Request whose answers are counted; a conversation counts as input once its answer has started.
 */
export function createTokenCounter(
  request: Pick<AnswerRequest, 'choices' | 'messages' | 'otherConversations'>,
): TokenCounter {
  const conversations = listConversations(request)
  let started = 0
  let current = 0
  let produced = ''
  return {
    add(event) {
      const { choice = 0 } = event
      started = Math.floor(choice / (request.choices ?? 1)) + 1
      // Words of two answers are not one.
      if (choice !== current) produced += '\n'
      current = choice
      if (event.type === 'text' || event.type === 'reasoning') produced += event.text
      else if (event.type === 'tool_call') produced += `${event.name ?? ''}${event.arguments}`
    },
    async count(engine) {
      if (produced === '') return { inputTokens: 0, outputTokens: 0 }
      const messages = conversations.slice(0, started).flat()
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
