import type { Extensible } from '@mira/core'
import type { AssistantMessage, ChatMessage, ChatModel } from './chat-message.ts'

/** Known fields of a chat request. */
export interface ChatCompletionFields {
  /** Messages of the conversation: at least 1, and at most 200 according to the server. */
  messages: readonly ChatMessage[]
  /** Defaults to the client's `model`. */
  model?: ChatModel | undefined
  /** Sampling temperature, 0 to 2. The server's default is about 0.7. */
  temperature?: number | undefined
  /** Maximum number of tokens to generate. The server's default is the limit of the model. */
  max_tokens?: number | undefined
  /** Nucleus sampling threshold, 0 to 1. */
  top_p?: number | undefined
  /** Stop sequences; generation ends before any of them. */
  stop?: string | readonly string[] | undefined
  /** Number of choices to generate. */
  n?: number | undefined
  /** Functions the model may call, in wire format. Use `runTools` for tools with an implementation. */
  tools?: readonly Readonly<Record<string, unknown>>[] | undefined
  tool_choice?: 'auto' | 'none' | 'required' | (string & {}) | Readonly<Record<string, unknown>> | undefined
  response_format?: Readonly<Record<string, unknown>> | undefined
  /** Whether one answer may contain several tool calls. */
  parallel_tool_calls?: boolean | undefined
  /** `{ include_usage: true }` requests the usage at the end of a stream; the vendor's server may reject it. */
  stream_options?: Readonly<Record<string, unknown>> | undefined
  /** Seed for reproducible answers, if the engine supports it. */
  seed?: number | undefined
  /** Newer name for `max_tokens` in other APIs. */
  max_completion_tokens?: number | undefined
  /** Penalty for tokens that occur already, -2 to 2. */
  presence_penalty?: number | undefined
  /** Penalty for tokens by their frequency, -2 to 2. */
  frequency_penalty?: number | undefined
  /** Effort that a reasoning model makes before it answers. */
  reasoning_effort?: 'minimal' | 'low' | 'medium' | 'high' | (string & {}) | undefined
  /** Name of the end user, for the server's records. */
  user?: string | undefined
}

/** Parameters of a chat request. Other fields are sent unchanged when they are spread. */
export type ChatCompletionParams = Extensible<ChatCompletionFields>

/** Reason why the generation of a choice ended. */
export type FinishReason = 'stop' | 'length' | 'tool_calls' | 'content_filter' | (string & {})

/** Tokens used by a request. */
export interface ChatUsage {
  prompt_tokens: number
  completion_tokens: number
  total_tokens: number
  readonly [field: string]: unknown
}

/** One choice of a completion. */
export interface ChatChoice {
  index: number
  message: AssistantMessage
  /** `null` while the choice is incomplete. */
  finish_reason: FinishReason | null
  readonly [field: string]: unknown
}

/** A chat completion, with the server's field names. */
export interface ChatCompletion {
  id: string
  object: 'chat.completion' | (string & {})
  /** Creation time in Unix seconds. */
  created: number
  model: string
  choices: ChatChoice[]
  /** Absent from most streams. */
  usage?: ChatUsage | undefined
  /** Text of the first choice; empty if there is none. Added by this package, and not enumerable. */
  readonly text: string
  readonly [field: string]: unknown
}

/** Part of a message that one chunk contains. */
export interface ChatDelta {
  role?: string | undefined
  content?: string | null | undefined
  tool_calls?: ToolCallDelta[] | undefined
  readonly [field: string]: unknown
}

/** Part of a tool call. The first one of an index contains `id` and `name`; each contains a fragment of `arguments`. */
export interface ToolCallDelta {
  index?: number | undefined
  id?: string | undefined
  type?: string | undefined
  function?: { name?: string | undefined; arguments?: string | undefined } | undefined
  readonly [field: string]: unknown
}

/** One event of a chat stream: the server's object plus {@link ChatChunk.text} and {@link ChatChunk.reasoning}. */
export interface ChatChunk {
  /** Text that this chunk appends to the first choice; empty if there is none. */
  text: string
  /** Reasoning that this chunk appends to the first choice, regardless of its field name; empty if there is none. */
  reasoning: string
  id: string
  object: 'chat.completion.chunk' | (string & {})
  created: number
  model: string
  choices: { index: number; delta: ChatDelta; finish_reason: FinishReason | null; readonly [field: string]: unknown }[]
  usage?: ChatUsage | null | undefined
}
