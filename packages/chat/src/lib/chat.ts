import type { Client, RequestOptions } from '@mira/core'
import type { ChatCompletion, ChatCompletionParams } from './chat-completion.ts'
import { createChatCompletion } from './create-chat-completion.ts'
import {
  createEmbeddings,
  type EmbeddingsOptions,
  type EmbeddingsParams,
  type EmbeddingsResult,
} from './create-embeddings.ts'
import { createResponse } from './create-response.ts'
import { listModels, type ModelList } from './list-models.ts'
import { type ParseParams, type ParseResult, parseChatCompletion } from './parse-chat-completion.ts'
import type { MiraResponse, ResponseParams } from './response.ts'
import { runTools } from './run-tools.ts'
import type { InferOutput, StandardSchema } from './standard-schema.ts'
import { type ChatStream, streamChatCompletion } from './stream-chat-completion.ts'
import { type ResponseStream, streamResponse } from './stream-response.ts'
import { streamTools, type ToolStream } from './stream-tools.ts'
import type { RunToolsParams, RunToolsResult } from './tool-run.ts'

/** Members that {@link chat} adds to a client. */
export interface ChatMembers {
  readonly chat: {
    /** Creates a chat completion. See {@link createChatCompletion}. */
    create(params: ChatCompletionParams, options?: RequestOptions): Promise<ChatCompletion>
    /** Streams a chat completion. See {@link streamChatCompletion}. */
    stream(params: ChatCompletionParams, options?: RequestOptions): ChatStream
    /** Creates a completion with structured output and validates it. See {@link parseChatCompletion}. */
    parse<Schema extends StandardSchema>(
      params: ParseParams<Schema>,
      options?: RequestOptions,
    ): Promise<ParseResult<InferOutput<Schema>>>
    /** Runs tools until the model stops calling them. See {@link runTools}. */
    runTools(params: RunToolsParams, options?: RequestOptions): Promise<RunToolsResult>
    /** Runs tools like `runTools` and streams the answers. See {@link streamTools}. */
    streamTools(params: RunToolsParams, options?: RequestOptions): ToolStream
  }
  readonly responses: {
    /** Creates a response with the Responses API. See {@link createResponse}. */
    create(params: ResponseParams, options?: RequestOptions): Promise<MiraResponse>
    /** Streams a response of the Responses API. See {@link streamResponse}. */
    stream(params: ResponseParams, options?: RequestOptions): ResponseStream
  }
  readonly embeddings: {
    /** Creates embedding vectors for texts. See {@link createEmbeddings}. */
    create(params: EmbeddingsParams, options?: EmbeddingsOptions): Promise<EmbeddingsResult>
  }
  readonly models: {
    /** Lists the available models. See {@link listModels}. */
    list(options?: RequestOptions): Promise<ModelList>
  }
}

/**
 * Binds the operations of this package to a client.
 *
 * @example const mira = createClient().extend(chat)
 */
export function chat(client: Client): ChatMembers {
  return {
    chat: {
      create: (params, options) => createChatCompletion(client, params, options),
      stream: (params, options) => streamChatCompletion(client, params, options),
      parse: (params, options) => parseChatCompletion(client, params, options),
      runTools: (params, options) => runTools(client, params, options),
      streamTools: (params, options) => streamTools(client, params, options),
    },
    responses: {
      create: (params, options) => createResponse(client, params, options),
      stream: (params, options) => streamResponse(client, params, options),
    },
    embeddings: { create: (params, options) => createEmbeddings(client, params, options) },
    models: { list: (options) => listModels(client, options) },
  }
}
