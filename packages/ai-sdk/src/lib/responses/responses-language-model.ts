import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4GenerateResult,
  LanguageModelV4StreamResult,
} from '@ai-sdk/provider'
import { createResponse, type MiraResponse, streamResponse } from '@mira/chat'
import type { Client } from '@mira/core'
import { redactJson, reportedError, stateOf } from '@mira/core/internal'
import { toRequestOptions } from '../call-options.ts'
import { type ModelContext, providerName } from '../model-context.ts'
import { openPartStream } from '../open-part-stream.ts'
import { readReplyHeaders, unknownFieldWarnings } from '../reply-headers.ts'
import { toResponseMetadata } from '../response-metadata.ts'
import { supportedUrls } from '../supported-urls.ts'
import { type FailedCall, toCallError } from '../to-call-error.ts'
import { toUsage } from '../to-usage.ts'
import { createResponsePartWriter } from './response-part-writer.ts'
import { toResponseContent, toResponseFinish } from './to-response-content.ts'
import { toResponseRequest } from './to-response-request.ts'

const path = '/v1/responses'

/** Creates a language model over the Responses API. */
export function createResponsesLanguageModel(context: ModelContext, modelId: string): LanguageModelV4 {
  return {
    specificationVersion: 'v4',
    provider: `${providerName}.responses`,
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
  const { params, warnings } = await toResponseRequest(modelId, options)
  const call: FailedCall = { client, path, body: params, modelId, modelType: 'languageModel' }
  const response = await createResponse(client, params, toRequestOptions(options)).catch((error: unknown) => {
    throw toCallError(error, call)
  })
  const headers = readReplyHeaders(client, response)
  if (response.status === 'failed') throw toCallError(failureOf(client, response), { ...call, headers })
  return {
    content: toResponseContent(response.output),
    finishReason: toResponseFinish(response),
    usage: toUsage(response.usage),
    request: { body: params },
    response: {
      ...toResponseMetadata(response.id, response.model, response.created_at),
      ...(headers && { headers }),
      body: response,
    },
    warnings: [...warnings, ...unknownFieldWarnings(headers)],
  }
}

const failureOf = (client: Client, { error }: MiraResponse): Error =>
  reportedError(redactJson({ error }, stateOf(client).secrets), { operation: 'responses.create' })

async function stream(
  client: Client,
  modelId: string,
  options: LanguageModelV4CallOptions,
): Promise<LanguageModelV4StreamResult> {
  const { params, warnings } = await toResponseRequest(modelId, options)
  const { abortSignal: signal, includeRawChunks: includesRaw = false } = options
  const call: FailedCall = { client, path, body: params, modelId, modelType: 'languageModel' }
  const events = streamResponse(client, params, toRequestOptions(options))
  const readHeaders = () => readReplyHeaders(client, events)
  const toError = (error: unknown): unknown => toCallError(error, { ...call, headers: readHeaders() })
  try {
    const parts = await openPartStream(events, {
      createWriter: (emit) => createResponsePartWriter({ emit, includesRaw, toError, snapshot: () => events.snapshot }),
      warnings: () => [...warnings, ...unknownFieldWarnings(readHeaders())],
      signal,
    })
    const headers = readHeaders()
    return { stream: parts, request: { body: params }, response: headers ? { headers } : {} }
  } catch (error) {
    throw toCallError(error, call)
  }
}
