import type { ChatMessage, ChatPart, ChatRequest } from '@mira/engine'

/** Turn of a conversation. */
export interface Turn {
  readonly role: 'user' | 'assistant'
  readonly text: string
}

/** Result of a tool call made in this turn. */
export interface ToolResult {
  readonly name: string
  /** Parsed arguments of the call; empty if they were not an object. */
  readonly arguments: Readonly<Record<string, unknown>>
  readonly content: string
}

/** Request parsed into a conversation and the current question. */
export interface Conversation {
  /** System and developer messages, joined. */
  readonly system: string
  /** Turns before the question. */
  readonly history: readonly Turn[]
  /** Text of the last user message. */
  readonly question: string
  /** Image URLs of the last user message. */
  readonly images: readonly string[]
  /** Tool results since the question. */
  readonly results: readonly ToolResult[]
}

/** Parses the messages of a request. */
export function readConversation(request: ChatRequest): Conversation {
  const { messages } = request
  const last = messages.findLastIndex((message) => message.role === 'user')
  const history = messages.slice(0, Math.max(last, 0)).flatMap(toTurn)
  return {
    system: messages.filter(isInstruction).map(textOf).join('\n'),
    history,
    question: textOf(messages[last]),
    images: imagesOf(messages[last]),
    results: readResults(messages, last),
  }
}

function isInstruction({ role }: ChatMessage): boolean {
  return role === 'system' || role === 'developer'
}

function toTurn(message: ChatMessage): Turn[] {
  if (message.role !== 'user' && message.role !== 'assistant') return []
  const text = textOf(message)
  return text ? [{ role: message.role, text }] : []
}

/** Returns the text of a message, its parts joined by line breaks. */
export function textOf(message: ChatMessage | undefined): string {
  const content = message?.content ?? ''
  if (typeof content === 'string') return content.trim()
  return content
    .filter((part): part is ChatPart & { type: 'text' } => part.type === 'text')
    .map((part) => part.text)
    .join('\n')
    .trim()
}

/** Returns the image URLs of a message. */
export function imagesOf(message: ChatMessage | undefined): string[] {
  const content = message?.content
  if (!content || typeof content === 'string') return []
  return content.flatMap((part) => (part.type === 'image_url' ? [part.image_url.url] : []))
}

function readResults(messages: readonly ChatMessage[], after: number): ToolResult[] {
  const calls = new Map(messages.flatMap(({ toolCalls }) => (toolCalls ?? []).map((call) => [call.id, call] as const)))
  return messages.slice(after + 1).flatMap((message) => {
    if (message.role !== 'tool') return []
    const call = calls.get(message.toolCallId ?? '')
    return [
      {
        name: call?.name ?? message.name ?? 'tool',
        arguments: parseArguments(call?.arguments),
        content: textOf(message),
      },
    ]
  })
}

function parseArguments(text: string | undefined): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? '{}')
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
  } catch {
    return {}
  }
}
