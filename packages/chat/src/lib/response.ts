import type { ChatModel } from './chat-message.ts'
import type { Open } from './open.ts'

/** The known fields of a responses request. */
export interface ResponseFields {
  /** A text, or a list of items: messages, function calls and their outputs. */
  input: string | readonly Readonly<Record<string, unknown>>[]
  /** Default the client's `model`. */
  model?: ChatModel | undefined
  /** What the model is told before the input. */
  instructions?: string | undefined
  max_output_tokens?: number | undefined
  temperature?: number | undefined
  top_p?: number | undefined
  /** Functions in the flat form: `{ type: 'function', name, description, parameters }`. */
  tools?: readonly Readonly<Record<string, unknown>>[] | undefined
  parallel_tool_calls?: boolean | undefined
  tool_choice?: 'auto' | 'none' | 'required' | (string & {}) | Readonly<Record<string, unknown>> | undefined
  /** Form of the answer, such as `{ format: { type: 'json_schema', name, schema } }`. */
  text?: Readonly<Record<string, unknown>> | undefined
  reasoning?: Readonly<Record<string, unknown>> | undefined
  /** Response that this one goes on from. */
  previous_response_id?: string | undefined
  metadata?: Readonly<Record<string, string>> | undefined
  store?: boolean | undefined
  /** Name of the end user, for the server's records. */
  user?: string | undefined
}

/** Parameters of a responses request; fields that are not listed are sent as they are. */
export type ResponseParams = Open<ResponseFields>

/** One thing a response put out: a message, a function call, reasoning. */
export interface ResponseItem {
  type: 'message' | 'function_call' | 'reasoning' | (string & {})
  id?: string | undefined
  status?: string | undefined
  /** Of a message. */
  role?: string | undefined
  /** Of a message: its parts, text in those of type `output_text`. */
  content?: ResponsePart[] | undefined
  /** Of a function call: what its output names as `call_id`. */
  call_id?: string | undefined
  /** Of a function call. */
  name?: string | undefined
  /** Of a function call: JSON text. */
  arguments?: string | undefined
  readonly [field: string]: unknown
}

/** One part of a message. */
export interface ResponsePart {
  type: 'output_text' | 'refusal' | (string & {})
  text?: string | undefined
  readonly [field: string]: unknown
}

/** Tokens a response took. */
export interface ResponseUsage {
  input_tokens: number
  output_tokens: number
  total_tokens: number
  readonly [field: string]: unknown
}

/** A response, spelled as the server sent it, with {@link MiraResponse.output_text} added. */
export interface MiraResponse {
  id: string
  object: 'response' | (string & {})
  /** Unix seconds. */
  created_at: number
  status: 'completed' | 'in_progress' | 'failed' | 'incomplete' | 'cancelled' | 'queued' | (string & {})
  model: string
  output: ResponseItem[]
  /** Text of all messages. */
  output_text: string
  usage?: ResponseUsage | null | undefined
  error?: { code?: string | undefined; message?: string | undefined } | null | undefined
  /** Why `status` is `incomplete`. */
  incomplete_details?: { reason?: string | undefined } | null | undefined
  readonly [field: string]: unknown
}
