import type { Engine, EngineCallOptions } from './engine.ts'

/** Part of a message: text, or an image by URL or data URI. */
export type ChatPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image_url'; readonly image_url: { readonly url: string; readonly detail?: string | undefined } }

/** Tool call made by the model. `arguments` is JSON text. */
export interface ChatToolCall {
  readonly id: string
  readonly name: string
  readonly arguments: string
}

/** Message of a conversation, with the roles of the chat completions API. */
export interface ChatMessage {
  readonly role: 'system' | 'developer' | 'user' | 'assistant' | 'tool'
  readonly content: string | readonly ChatPart[] | null
  readonly name?: string | undefined
  /** On `assistant`: the tool calls it made. */
  readonly toolCalls?: readonly ChatToolCall[] | undefined
  /** On `tool`: ID of the tool call that this message answers. */
  readonly toolCallId?: string | undefined
}

/** Function that the model may call. `parameters` is a JSON Schema. */
export interface ChatTool {
  readonly name: string
  readonly description?: string | undefined
  readonly parameters?: Readonly<Record<string, unknown>> | undefined
  readonly strict?: boolean | undefined
}

/** Which tools the model may or must call. `{ name }` forces a specific tool. */
export type ChatToolChoice = 'auto' | 'none' | 'required' | { readonly name: string }

/** Format of the response: text, any JSON object, or JSON that conforms to a schema. */
export type ChatResponseFormat =
  | { readonly type: 'text' }
  | { readonly type: 'json_object' }
  | {
      readonly type: 'json_schema'
      readonly name: string
      readonly schema: Readonly<Record<string, unknown>>
      readonly strict?: boolean | undefined
    }

/** Conversation to continue. The engine enforces `maxTokens`, `stop`, the tools and the format. */
export interface ChatRequest {
  readonly model: string
  readonly messages: readonly ChatMessage[]
  readonly tools?: readonly ChatTool[] | undefined
  /** Defaults to `auto` if there are tools, otherwise to `none`. */
  readonly toolChoice?: ChatToolChoice | undefined
  readonly parallelToolCalls?: boolean | undefined
  readonly responseFormat?: ChatResponseFormat | undefined
  /** Sampling temperature, 0 to 2. */
  readonly temperature?: number | undefined
  /** Nucleus sampling probability, 0 to 1. */
  readonly topP?: number | undefined
  /** Maximum number of tokens in the response, counted by the engine's tokenizer. Defaults to the model's maximum. */
  readonly maxTokens?: number | undefined
  /** Sequences that end the response. They are not included in it. */
  readonly stop?: readonly string[] | undefined
  readonly seed?: number | undefined
  /** Whether the response is spoken to the user, as in a voice call. Defaults to false. */
  readonly isSpoken?: boolean | undefined
  /** Request fields that have no property here. Upstream engines forward them unchanged. */
  readonly extra?: Readonly<Record<string, unknown>> | undefined
}

/** Token usage, counted by the engine's tokenizer. */
export interface ChatUsage {
  readonly promptTokens: number
  /** Includes `reasoningTokens`. */
  readonly completionTokens: number
  readonly reasoningTokens?: number | undefined
}

/** Reason why the response ended. */
export type ChatFinishReason = 'stop' | 'length' | 'tool_calls' | 'content_filter'

/** Event of a streamed response. `finish` is emitted exactly once, as the last event. */
export type ChatEvent =
  | { readonly type: 'reasoning'; readonly text: string }
  | { readonly type: 'text'; readonly text: string }
  /** The first event of an `index` carries `id` and `name`; the `arguments` are fragments to concatenate. */
  | {
      readonly type: 'tool_call'
      readonly index: number
      readonly id?: string | undefined
      readonly name?: string | undefined
      readonly arguments: string
    }
  | { readonly type: 'finish'; readonly reason: ChatFinishReason; readonly usage: ChatUsage }

/** Model offered by an engine. */
export interface ChatModel {
  readonly id: string
  readonly contextWindow: number
  readonly maxOutputTokens: number
}

/** Generates chat responses. */
export interface ChatEngine extends Engine {
  /** Lists the models that this engine serves. */
  models(): Promise<readonly ChatModel[]>
  /**
   * Generates a response and yields events as they are produced.
   *
   * @throws {EngineInputError} when the request is invalid.
   * @throws {EngineUnavailableError} when the model or upstream fails.
   */
  generate(request: ChatRequest, options?: EngineCallOptions): AsyncIterable<ChatEvent>
  /** Counts the tokens of a text with the tokenizer that `usage` is based on. */
  countTokens(text: string): Promise<number>
  /**
   * Counts the tokens of a prompt: the `promptTokens` that the `usage` of the request would report. Absent if it is
   * known only from the response, as with an upstream.
   */
  countPromptTokens?(request: ChatRequest, options?: EngineCallOptions): Promise<number>
}
