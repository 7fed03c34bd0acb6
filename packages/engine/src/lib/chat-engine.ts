import type { Engine, EngineCallOptions } from './engine.ts'

/** A part of a message: text, or a picture by URL or data-URI. */
export type ChatPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image_url'; readonly image_url: { readonly url: string; readonly detail?: string | undefined } }

/** A call of a tool as the model made it; `arguments` is JSON text. */
export interface ChatToolCall {
  readonly id: string
  readonly name: string
  readonly arguments: string
}

/** One message of the conversation, in the roles of the chat completions wire. */
export interface ChatMessage {
  readonly role: 'system' | 'developer' | 'user' | 'assistant' | 'tool'
  readonly content: string | readonly ChatPart[] | null
  readonly name?: string | undefined
  /** On `assistant`: the calls it made. */
  readonly toolCalls?: readonly ChatToolCall[] | undefined
  /** On `tool`: the call it answers. */
  readonly toolCallId?: string | undefined
}

/** A function the model may call; `parameters` is JSON Schema. */
export interface ChatTool {
  readonly name: string
  readonly description?: string | undefined
  readonly parameters?: Readonly<Record<string, unknown>> | undefined
  readonly strict?: boolean | undefined
}

export type ChatToolChoice = 'auto' | 'none' | 'required' | { readonly name: string }

export type ChatResponseFormat =
  | { readonly type: 'text' }
  | { readonly type: 'json_object' }
  | {
      readonly type: 'json_schema'
      readonly name: string
      readonly schema: Readonly<Record<string, unknown>>
      readonly strict?: boolean | undefined
    }

/** A conversation to continue. The engine itself honours `maxTokens`, `stop`, tools and format. */
export interface ChatRequest {
  readonly model: string
  readonly messages: readonly ChatMessage[]
  readonly tools?: readonly ChatTool[] | undefined
  /** Default `auto` when there are tools, else `none`. */
  readonly toolChoice?: ChatToolChoice | undefined
  readonly parallelToolCalls?: boolean | undefined
  readonly responseFormat?: ChatResponseFormat | undefined
  /** 0 to 2. */
  readonly temperature?: number | undefined
  /** 0 to 1. */
  readonly topP?: number | undefined
  /** Most tokens of the answer, in the engine's own tokens; default the model's maximum. */
  readonly maxTokens?: number | undefined
  /** Sequences that end the answer; they are not part of it. */
  readonly stop?: readonly string[] | undefined
  readonly seed?: number | undefined
  /** Fields of the wire that have no name here; an upstream engine passes them on untouched. */
  readonly extra?: Readonly<Record<string, unknown>> | undefined
}

/** Tokens as the engine's own tokenizer counts them. */
export interface ChatUsage {
  readonly promptTokens: number
  /** Includes `reasoningTokens`. */
  readonly completionTokens: number
  readonly reasoningTokens?: number | undefined
}

export type ChatFinishReason = 'stop' | 'length' | 'tool_calls' | 'content_filter'

/** What an engine yields, in order; `finish` comes exactly once and last. */
export type ChatEvent =
  | { readonly type: 'reasoning'; readonly text: string }
  | { readonly type: 'text'; readonly text: string }
  /** First event of an `index` carries `id` and `name`; `arguments` are fragments to join. */
  | {
      readonly type: 'tool_call'
      readonly index: number
      readonly id?: string | undefined
      readonly name?: string | undefined
      readonly arguments: string
    }
  | { readonly type: 'finish'; readonly reason: ChatFinishReason; readonly usage: ChatUsage }

/** A model as an engine offers it. */
export interface ChatModel {
  readonly id: string
  readonly contextWindow: number
  readonly maxOutputTokens: number
}

/** Continues conversations. */
export interface ChatEngine extends Engine {
  /** Models it answers for. */
  models(): Promise<readonly ChatModel[]>
  /**
   * Composes the answer, yielding pieces as they come to be.
   *
   * @throws {EngineInputError} for a request it cannot take, {EngineUnavailableError} when what stands behind it fails.
   */
  generate(request: ChatRequest, options?: EngineCallOptions): AsyncIterable<ChatEvent>
  /** Tokens in a text, by the tokenizer that `usage` is counted with. */
  countTokens(text: string): Promise<number>
}
