import type { AssistantMessage, ChatMessage, ChatModel } from './chat-message.ts'
import type { Open } from './open.ts'

/** The known fields of a chat request. */
export interface ChatCompletionFields {
  /** At least one; at most 200 according to the server. */
  messages: readonly ChatMessage[]
  /** Default the client's `model`. */
  model?: ChatModel | undefined
  /** 0 to 2 (server's default about 0.7). */
  temperature?: number | undefined
  /** Most tokens of the answer (server's default: what the model can). */
  max_tokens?: number | undefined
  /** 0 to 1. */
  top_p?: number | undefined
  /** Ends the answer where one of these would come. */
  stop?: string | readonly string[] | undefined
  /** Number of answers. */
  n?: number | undefined
  /** Functions the model may call, in the wire's form. `runTools` takes tools that run. */
  tools?: readonly Readonly<Record<string, unknown>>[] | undefined
  tool_choice?: 'auto' | 'none' | 'required' | (string & {}) | Readonly<Record<string, unknown>> | undefined
  response_format?: Readonly<Record<string, unknown>> | undefined
  /** Whether one answer may call several tools. */
  parallel_tool_calls?: boolean | undefined
  /** `{ include_usage: true }` asks for the usage at the end of a stream; the vendor's server may refuse it. */
  stream_options?: Readonly<Record<string, unknown>> | undefined
  /** Makes answers repeatable where the engine can. */
  seed?: number | undefined
  /** Newer name of `max_tokens` in other APIs. */
  max_completion_tokens?: number | undefined
}

/** Parameters of a chat request; fields that are not listed are sent as they are. */
export type ChatCompletionParams = Open<ChatCompletionFields>

/** Why an answer ended. */
export type FinishReason = 'stop' | 'length' | 'tool_calls' | 'content_filter' | (string & {})

/** Tokens a request took. */
export interface ChatUsage {
  prompt_tokens: number
  completion_tokens: number
  total_tokens: number
  readonly [field: string]: unknown
}

/** One answer. */
export interface ChatChoice {
  index: number
  message: AssistantMessage
  /** `null` while the answer is partial. */
  finish_reason: FinishReason | null
  readonly [field: string]: unknown
}

/** A completion, spelled as the server sent it. */
export interface ChatCompletion {
  id: string
  object: 'chat.completion' | (string & {})
  /** Unix seconds. */
  created: number
  model: string
  choices: ChatChoice[]
  /** Absent from most streams. */
  usage?: ChatUsage | undefined
  readonly [field: string]: unknown
}

/** What one chunk adds to a message. */
export interface ChatDelta {
  role?: string | undefined
  content?: string | null | undefined
  tool_calls?: ToolCallDelta[] | undefined
  readonly [field: string]: unknown
}

/** A piece of a tool call; the first of an index brings `id` and `name`, all bring pieces of `arguments`. */
export interface ToolCallDelta {
  index?: number | undefined
  id?: string | undefined
  type?: string | undefined
  function?: { name?: string | undefined; arguments?: string | undefined } | undefined
  readonly [field: string]: unknown
}

/** One event of a chat stream: the server's own object with {@link ChatChunk.text} and {@link ChatChunk.reasoning} added. */
export interface ChatChunk {
  /** Text that this chunk adds to the first answer; empty when it adds none. */
  text: string
  /** Reasoning that this chunk adds to the first answer, whatever the server calls it; empty when it adds none. */
  reasoning: string
  id: string
  object: 'chat.completion.chunk' | (string & {})
  created: number
  model: string
  choices: { index: number; delta: ChatDelta; finish_reason: FinishReason | null; readonly [field: string]: unknown }[]
  usage?: ChatUsage | null | undefined
  readonly [field: string]: unknown
}
