import {
  InvalidResponseDataError,
  type LanguageModelV4,
  type LanguageModelV4CallOptions,
  type LanguageModelV4GenerateResult,
  type LanguageModelV4StreamResult,
} from '@ai-sdk/provider'
import { type ChatStream, createChatCompletion, streamChatCompletion } from '@mira/chat'
import { type Client, isMiraError } from '@mira/core'
import { toRequestOptions } from '../call-options.ts'
import { toFinishReason } from '../finish-reason.ts'
import { type ModelContext, providerName } from '../model-context.ts'
import { openPartStream } from '../open-part-stream.ts'
import { readReplyHeaders, unknownFieldWarnings } from '../reply-headers.ts'
import { toResponseMetadata } from '../response-metadata.ts'
import { supportedUrls } from '../supported-urls.ts'
import { type FailedCall, toCallError } from '../to-call-error.ts'
import { toUsage } from '../to-usage.ts'
import { createChatPartWriter } from './chat-part-writer.ts'
import { isFunctionCall, toChatContent, toServerCalls } from './to-chat-content.ts'
import { toChatRequest } from './to-chat-request.ts'

const path = '/v1/chat/completions'

/** Creates a language model over chat completions. */
export function createChatLanguageModel(context: ModelContext, modelId: string): LanguageModelV4 {
  return {
    specificationVersion: 'v4',
    provider: `${providerName}.chat`,
    modelId,
    supportedUrls,
    doGenerate: (options) => generate(context.getClient(), modelId, options),
    doStream: (options) => stream(context.getClient(), modelId, options),
  }
}

async function generate(
  client: Client,
  modelId: string,
  options: LanguageModelV4CallOptions,
): Promise<LanguageModelV4GenerateResult> {
  const { params, warnings } = await toChatRequest(modelId, options)
  const completion = await createChatCompletion(client, params, toRequestOptions(options)).catch((error: unknown) => {
    throw toCallError(error, { client, path, body: params, modelId, modelType: 'languageModel' })
  })
  const choice = completion.choices[0]
  if (!choice?.message) {
    throw new InvalidResponseDataError({ data: completion, message: 'The completion has no choices' })
  }
  const { message, finish_reason } = choice
  const headers = readReplyHeaders(client, completion)
  const hasToolCalls = message.tool_calls?.some((call) => call && isFunctionCall(call)) === true
  return {
    content: toChatContent(message),
    finishReason: toFinishReason(finish_reason, { hasToolCalls, hasRefusal: Boolean(message.refusal) }),
    usage: toUsage(completion.usage),
    ...toServerCalls(message.tool_calls),
    request: { body: params },
    response: {
      ...toResponseMetadata(completion.id, completion.model, completion.created),
      ...(headers && { headers }),
      body: completion,
    },
    warnings: [...warnings, ...unknownFieldWarnings(headers)],
  }
}

async function stream(
  client: Client,
  modelId: string,
  options: LanguageModelV4CallOptions,
): Promise<LanguageModelV4StreamResult> {
  const { params, warnings } = await toChatRequest(modelId, options)
  const { abortSignal: signal, includeRawChunks: includesRaw = false } = options
  const start = async (body: typeof params): Promise<LanguageModelV4StreamResult> => {
    const chunks = streamChatCompletion(client, body, toRequestOptions(options))
    const call: FailedCall = { client, path, body, modelId, modelType: 'languageModel' }
    const headersOf = (started: ChatStream) => readReplyHeaders(client, started)
    const parts = await openPartStream(chunks, {
      createWriter: (emit) =>
        createChatPartWriter({
          emit,
          includesRaw,
          toError: (error) => toCallError(error, { ...call, headers: headersOf(chunks) }),
        }),
      warnings: () => [...warnings, ...unknownFieldWarnings(headersOf(chunks))],
      signal,
    })
    const headers = headersOf(chunks)
    return { stream: parts, request: { body }, response: headers ? { headers } : {} }
  }
  try {
    return await startWithUsage(params, start)
  } catch (error) {
    throw toCallError(error, { client, path, body: params, modelId, modelType: 'languageModel' })
  }
}

/**
 * Requests the usage at the end of the stream, unless the call has `stream_options`. A server that rejects them is asked
 * again without: nothing has been generated, so nothing has been charged.
 */
async function startWithUsage<Params extends object, Result>(
  params: Params & { readonly stream_options?: unknown },
  start: (params: Params) => Promise<Result>,
): Promise<Result> {
  if (params.stream_options !== undefined) return start(params)
  try {
    return await start({ ...params, stream_options: { include_usage: true } })
  } catch (error) {
    if (isMiraError(error) && error.code === 'bad_request' && (error.status ?? 0) >= 400) return start(params)
    throw error
  }
}
