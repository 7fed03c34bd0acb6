import type { Client, RequestOptions } from '@mira/core'
import type { ChatCompletion, ChatCompletionParams } from './chat-completion.ts'
import { collectChatCompletion } from './collect-chat-completion.ts'
import { collectResponse } from './collect-response.ts'
import { createChatCompletion } from './create-chat-completion.ts'
import { createEmbeddings } from './create-embeddings.ts'
import { type CreateOptions, createOrCollect } from './create-or-collect.ts'
import { createResponse } from './create-response.ts'
import type { EmbeddingsOptions, EmbeddingsParams, EmbeddingsResult } from './embeddings.ts'
import { listModels, type ModelList } from './list-models.ts'
import { type ParseParams, type ParseResult, parseChatCompletion } from './parse-chat-completion.ts'
import { type ParsedResponse, type ParseResponseParams, parseResponse } from './parse-response.ts'
import type { MiraResponse, ResponseParams } from './response.ts'
import { runTools } from './run-tools.ts'
import type { InferOutput, StandardSchema } from './standard-schema.ts'
import { type ChatStream, streamChatCompletion } from './stream-chat-completion.ts'
import { type ResponseStream, streamResponse } from './stream-response.ts'
import { streamTools } from './stream-tools.ts'
import type { RunToolsParams, RunToolsResult } from './tool-run.ts'
import type { ToolStream } from './tool-stream.ts'

/** Members that {@link chat} adds to a client. */
export interface ChatMembers {
  readonly chat: {
    /**
     * Creates a chat completion and waits for the complete result.
     *
     * @param params - `messages`, and any other field of the request; `model` defaults to the client's.
     * @param options - `collect: true` receives the answer as a stream, for those that take minutes.
     * @returns The completion as sent by the server: `choices[0].message.content` is the answer.
     * @throws {MiraError} when the call fails.
     * @throws {TypeError} when there are no messages, or one of them cannot be sent.
     * @example
     * const { choices } = await mira.chat.create({ messages: [{ role: 'user', content: 'Hello' }] })
     */
    create(params: ChatCompletionParams, options?: CreateOptions): Promise<ChatCompletion>
    /**
     * Streams a chat completion. The request is sent when the stream is first read.
     *
     * @returns A stream of chunks; `final()` resolves with the completion, `text()` with its text.
     * @throws {MiraError} while reading: `stream_interrupted` with the completion so far as `partial`, or another code.
     * @throws {TypeError} immediately, when there are no messages, or one of them cannot be sent.
     * @example
     * for await (const { text } of mira.chat.stream({ messages })) process.stdout.write(text)
     */
    stream(params: ChatCompletionParams, options?: RequestOptions): ChatStream
    /**
     * Creates a completion with structured output and validates it.
     *
     * @param params - Fields of a chat request, and `schema`: a Standard Schema validator (Zod, Valibot, ArkType).
     * @returns `data`, typed by the schema, and the `completion` it was parsed from.
     * @throws {ParseError} when the answer is refused, filtered, truncated, not JSON, or does not match the schema.
     * @throws {MiraError} when the call fails.
     * @throws {TypeError} when `schema` is not a validator, or a message cannot be sent.
     * @example
     * const { data } = await mira.chat.parse({ messages, schema: z.object({ city: z.string() }) })
     */
    parse<Schema extends StandardSchema>(
      params: ParseParams<Schema>,
      options?: RequestOptions,
    ): Promise<ParseResult<InferOutput<Schema>>>
    /**
     * Requests completions and runs the tools they call, until the model stops calling tools.
     *
     * @param params - Fields of a chat request, with executable `tools` (see `defineTool`), `maxRounds` and
     * `maxParallel`.
     * @param options - `timeout` applies to each request, `signal` aborts the whole run.
     * @returns The last completion, the complete conversation and the total usage.
     * @throws {MiraError} `tool_rounds_exceeded` after `maxRounds`; other codes when a request fails.
     * @throws {TypeError | RangeError} when a tool cannot be called, or a limit is not an integer of at least 1.
     */
    runTools(params: RunToolsParams, options?: RequestOptions): Promise<RunToolsResult>
    /**
     * Runs tools like `runTools` and streams the model's answers. The first request is sent when the stream is first
     * read.
     *
     * @returns A stream of the chunks, tool calls and results of all rounds; `final()` resolves with the result of the
     * run, `text()` with the last answer.
     * @throws {MiraError} while reading, when the run fails.
     * @throws {TypeError | RangeError} immediately, when a tool cannot be called, or a limit is not an integer of at
     * least 1.
     */
    streamTools(params: RunToolsParams, options?: RequestOptions): ToolStream
  }
  readonly responses: {
    /**
     * Creates a response with the Responses API and waits for the complete result.
     *
     * @param options - `collect: true` receives the answer as a stream, for those that take minutes.
     * @returns The response as sent by the server; `output_text` is its text. Check `status`: it may be `failed`.
     * @throws {MiraError} when the call fails.
     * @throws {TypeError} when `input` is neither a string nor a non-empty list.
     * @example
     * const { output_text } = await mira.responses.create({ input: 'Hello' })
     */
    create(params: ResponseParams, options?: CreateOptions): Promise<MiraResponse>
    /**
     * Streams a response of the Responses API. The request is sent when the stream is first read.
     *
     * @returns A stream of events; `final()` resolves with the response, `text()` with its text.
     * @throws {MiraError} while reading: `stream_interrupted` with the response so far as `partial`, or the reported
     * error.
     * @throws {TypeError} immediately, when `input` is neither a string nor a non-empty list.
     */
    stream(params: ResponseParams, options?: RequestOptions): ResponseStream
    /**
     * Creates a response with structured output and validates it.
     *
     * @param params - Fields of a responses request, and `schema`: a Standard Schema validator (Zod, Valibot, ArkType).
     * @returns `data`, typed by the schema, and the `response` it was parsed from.
     * @throws {ParseError} when the response has failed, or is refused, filtered, truncated, not JSON, or does not match
     * the schema.
     * @throws {MiraError} when the call fails.
     * @throws {TypeError} when `schema` is not a validator, or `input` is neither a string nor a non-empty list.
     * @example
     * const { data } = await mira.responses.parse({ input: 'Omsk, -20 °C', schema: z.object({ city: z.string() }) })
     */
    parse<Schema extends StandardSchema>(
      params: ParseResponseParams<Schema>,
      options?: RequestOptions,
    ): Promise<ParsedResponse<InferOutput<Schema>>>
  }
  readonly embeddings: {
    /**
     * Creates embedding vectors for texts. Long lists are split into several requests.
     *
     * @param options - `batchSize` (texts per request) and `concurrency`, besides the options of every call.
     * @returns The vectors as `Float32Array`s, in the order of the texts, and the total usage.
     * @throws {MiraError} when a request fails; the other requests are then aborted.
     * @throws {TypeError | RangeError} when `input` is not text, or an option is not an integer of at least 1.
     * @example
     * const { data } = await mira.embeddings.create({ input: ['first', 'second'] })
     */
    create(params: EmbeddingsParams, options?: EmbeddingsOptions): Promise<EmbeddingsResult>
  }
  readonly models: {
    /**
     * Lists the available models. Requires no API key.
     *
     * @returns The catalog: models in `data`, and the server's `default` if it reports one.
     * @throws {MiraError} when the call fails.
     */
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
      create: (params, options) =>
        createOrCollect(
          (own) => createChatCompletion(client, params, own),
          (own) => collectChatCompletion(client, params, own),
          options,
        ),
      stream: (params, options) => streamChatCompletion(client, params, options),
      parse: (params, options) => parseChatCompletion(client, params, options),
      runTools: (params, options) => runTools(client, params, options),
      streamTools: (params, options) => streamTools(client, params, options),
    },
    responses: {
      create: (params, options) =>
        createOrCollect(
          (own) => createResponse(client, params, own),
          (own) => collectResponse(client, params, own),
          options,
        ),
      stream: (params, options) => streamResponse(client, params, options),
      parse: (params, options) => parseResponse(client, params, options),
    },
    embeddings: { create: (params, options) => createEmbeddings(client, params, options) },
    models: { list: (options) => listModels(client, options) },
  }
}
