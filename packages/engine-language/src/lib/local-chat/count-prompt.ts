import type { ChatRequest } from '@mira/engine'
import type { SentenceEncoder } from '../sentence-encoder/sentence-encoder.ts'

/** Counts the tokens of the texts, tool calls and tools of a request. Images have none. */
export function countPrompt(
  encoder: Pick<SentenceEncoder, 'countEach'>,
  { messages, tools = [] }: Pick<ChatRequest, 'messages' | 'tools'>,
): number {
  const texts = messages.flatMap(({ content, toolCalls }) => [
    ...(typeof content === 'string'
      ? [content]
      : (content ?? []).flatMap((part) => (part.type === 'text' ? [part.text] : []))),
    ...(toolCalls ?? []).map(({ name, arguments: args }) => `${name} ${args}`),
  ])
  const counts = encoder.countEach([...texts, ...tools.map((tool) => JSON.stringify(tool))])
  return counts.reduce((sum, count) => sum + count, 0)
}
