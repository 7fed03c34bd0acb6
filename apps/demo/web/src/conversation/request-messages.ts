import type { ChatMessage, ContentPart } from '@mira/chat'
import type { UiMessage } from '@mira/react'

/** Prompt of the code of a conversation that has not started. */
const examplePrompt = 'What is 17 % of 2,340?'

/** Placeholder for the data of an image, which would fill pages. */
const exampleImage = 'https://example.com/photo.jpg'

/** Returns the messages of the last request of a conversation, as its code shows them. */
export function requestMessages(system: string, messages: readonly UiMessage[]): ChatMessage[] {
  const end = messages.findLastIndex(({ role }) => role === 'user') + 1
  const asked = messages.slice(0, end).filter(({ role }) => role !== 'system')
  const wire = asked.flatMap(({ wire }) => wire).map(withoutData)
  const start: ChatMessage[] = system.trim() === '' ? [] : [{ role: 'system', content: system.trim() }]
  return [...start, ...(wire.length === 0 ? [{ role: 'user' as const, content: examplePrompt }] : wire)]
}

function withoutData(message: ChatMessage): ChatMessage {
  const { content } = message
  if (!Array.isArray(content)) return message
  return { ...message, content: content.map(withoutImageData) } as ChatMessage
}

function withoutImageData(part: ContentPart): ContentPart {
  return part.type === 'image_url' ? ({ type: 'image_url', image_url: { url: exampleImage } } as ContentPart) : part
}
