import type { Open } from './open.ts'

/** Model ids that are documented; any other text is sent as it is. */
export type ChatModel = 'mira' | 'mira-thinking' | (string & {})

/** Text in a message. */
export interface TextPart {
  type: 'text'
  text: string
}

/** A picture in a message; made by `imagePart`. */
export interface ImagePart {
  type: 'image_url'
  image_url: {
    /** `https:` address or `data:` URI. */
    url: string
    detail?: 'auto' | 'low' | 'high' | (string & {}) | undefined
  }
}

/** One part of a message's content. */
export type ContentPart = TextPart | ImagePart | { type: string & {}; readonly [field: string]: unknown }

/** A call of one of the caller's functions. */
export interface FunctionToolCall {
  /** Empty when the server gave none. */
  id: string
  type: 'function'
  function: {
    name: string
    /** JSON text, as the model wrote it. */
    arguments: string
  }
}

/** A call that the server carries out itself, such as `mira_music_generate`; its outcome comes in the content. */
export interface BuiltInToolCall {
  id?: string | undefined
  type: 'tool_call'
  name: string
  arguments: Record<string, unknown>
}

/** A call of a tool in an answer. */
export type ToolCall = FunctionToolCall | BuiltInToolCall

/** The known fields of a message that is sent. */
export interface ChatMessageFields {
  role: 'system' | 'user' | 'assistant' | 'tool' | (string & {})
  content?: string | readonly ContentPart[] | null | undefined
  /** Of an assistant message: what it wants called. */
  tool_calls?: readonly ToolCall[] | undefined
  /** Of a tool message: the call it answers. */
  tool_call_id?: string | undefined
}

/** A message of a conversation, ready to be sent. */
export type ChatMessage = Open<ChatMessageFields>

/** The message of an answer; it can be sent back as it is. */
export interface AssistantMessage extends ChatMessageFields {
  /** `null` beside tool calls. A server may also send a list of parts: `contentText` reads every form. */
  content: string | null
  tool_calls?: ToolCall[] | undefined
  /** Why the model declined, when it says so apart from the content. */
  refusal?: string | null | undefined
  /** What the model thought first; other spellings of it are read by `reasoningText`. */
  thinking_content?: string | null | undefined
  readonly [field: string]: unknown
}
