import type { Extensible } from '@mira/core'
import type { ChatModel } from './chat-message.ts'

/** Known fields of a responses request. */
export interface ResponseFields {
  /** A string, or a list of items: messages, function calls and their outputs. */
  input: string | readonly Readonly<Record<string, unknown>>[]
  /** Defaults to the client's `model`. */
  model?: ChatModel | undefined
  /** Instructions for the model, inserted before the input. */
  instructions?: string | undefined
  max_output_tokens?: number | undefined
  temperature?: number | undefined
  top_p?: number | undefined
  /** Functions in flat format: `{ type: 'function', name, description, parameters }`. */
  tools?: readonly Readonly<Record<string, unknown>>[] | undefined
  parallel_tool_calls?: boolean | undefined
  tool_choice?: 'auto' | 'none' | 'required' | (string & {}) | Readonly<Record<string, unknown>> | undefined
  /** Format of the answer, such as `{ format: { type: 'json_schema', name, schema } }`. */
  text?: Readonly<Record<string, unknown>> | undefined
  reasoning?: Readonly<Record<string, unknown>> | undefined
  /** Id of the response to continue from. */
  previous_response_id?: string | undefined
  metadata?: Readonly<Record<string, string>> | undefined
  store?: boolean | undefined
  /** Whether the server works on after the connection has ended; poll the response by its id. */
  background?: boolean | undefined
  /** Name of the end user, for the server's records. */
  user?: string | undefined
}

/** Parameters of a responses request. Other fields are sent unchanged when they are spread. */
export type ResponseParams = Extensible<ResponseFields>

/** Output item of a response: a message, a function call, or reasoning. */
export interface ResponseItem {
  type: 'message' | 'function_call' | 'reasoning' | (string & {})
  id?: string | undefined
  status?: string | undefined
  /** Role of a message. */
  role?: string | undefined
  /** Parts of a message; text is in parts of type `output_text`. */
  content?: ResponsePart[] | undefined
  /** Id of a function call; its output refers to it as `call_id`. */
  call_id?: string | undefined
  /** Name of the function to call. */
  name?: string | undefined
  /** Arguments of a function call, as a JSON string. */
  arguments?: string | undefined
  readonly [field: string]: unknown
}

/** Part of a message. */
export interface ResponsePart {
  type: 'output_text' | 'refusal' | (string & {})
  text?: string | undefined
  readonly [field: string]: unknown
}

/** Tokens used by a response. */
export interface ResponseUsage {
  input_tokens: number
  output_tokens: number
  total_tokens: number
  readonly [field: string]: unknown
}

/** A response with the server's field names, plus {@link MiraResponse.output_text}. */
export interface MiraResponse {
  id: string
  object: 'response' | (string & {})
  /** Creation time in Unix seconds. */
  created_at: number
  status: 'completed' | 'in_progress' | 'failed' | 'incomplete' | 'cancelled' | 'queued' | (string & {})
  model: string
  output: ResponseItem[]
  /** Text of all messages. */
  output_text: string
  usage?: ResponseUsage | null | undefined
  error?: { code?: string | undefined; message?: string | undefined } | null | undefined
  /** Reason why `status` is `incomplete`. */
  incomplete_details?: { reason?: string | undefined } | null | undefined
  readonly [field: string]: unknown
}
