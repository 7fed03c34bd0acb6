import type { ChatMessage, ChatModel, ChatPart } from '@mira/engine'
import { type AnswerRequest, listConversations } from '../inference/generate-choices.ts'
import type { Consumption } from './prices.ts'

/** Tokens of an image, about those of a large one; engines count them differently. */
const imageTokens = 1_000

/** Tokens that a chat template adds to a message. */
const messageTokens = 8

/**
 * Returns the maximum consumption of an answer that is not generated yet: as many input tokens as characters, at most
 * the context window, and all output tokens that it may have. Counting exactly would cost an engine call before the
 * request is admitted.
 */
export function expectAnswer(
  request: Omit<AnswerRequest, 'model'>,
  { id, contextWindow, maxOutputTokens }: ChatModel,
): Consumption {
  const { tools = [], responseFormat, maxTokens, choices = 1 } = request
  const shared =
    (tools.length > 0 ? JSON.stringify(tools).length : 0) +
    (responseFormat === undefined ? 0 : JSON.stringify(responseFormat).length)
  const conversations = listConversations(request)
  const inputTokens = conversations.map((messages) => {
    const characters = messages.reduce((sum, message) => sum + sizeOf(message), shared)
    return Math.min(characters, contextWindow)
  })
  return {
    model: id,
    inputTokens: inputTokens.reduce((sum, tokens) => sum + tokens, 0),
    outputTokens: Math.min(maxTokens ?? maxOutputTokens, maxOutputTokens) * choices * conversations.length,
  }
}

function sizeOf({ content, toolCalls = [] }: ChatMessage): number {
  const others = messageTokens + (toolCalls.length > 0 ? JSON.stringify(toolCalls).length : 0)
  if (content === null) return others
  if (typeof content === 'string') return others + content.length
  return content.reduce((sum, part) => sum + sizeOfPart(part), others)
}

function sizeOfPart(part: ChatPart): number {
  return part.type === 'text' ? part.text.length : imageTokens
}
