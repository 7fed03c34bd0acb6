import { APICallError, NoSuchModelError } from '@ai-sdk/provider'
import { billed, type Client, isMiraError, type MiraError } from '@mira/core'
import { readErrorBody, stateOf } from '@mira/core/internal'

/** The call that failed. */
export interface FailedCall {
  readonly client: Client
  /** Path of the endpoint, such as `/v1/chat/completions`. */
  readonly path: string
  /** Request body, as far as it is data. */
  readonly body: unknown
  readonly modelId: string
  readonly modelType: ConstructorParameters<typeof NoSuchModelError>[0]['modelType']
  /** Whether an unnoticed success would be charged, so that repeating the call may charge it twice. */
  readonly isBilled?: boolean | undefined
  /** Response headers, if the response had started. */
  readonly headers?: Record<string, string> | undefined
}

/**
 * Converts an error of the client to one of the AI SDK: an `APICallError` whose `cause` is the `MiraError`, or a
 * `NoSuchModelError` if the server says so. Any other error, such as the reason of an abort, is returned unchanged.
 *
 * The client has retried the call by itself, so `isRetryable` is `false`; it is set only if the retries of the client
 * are disabled.
 */
export function toCallError(error: unknown, call: FailedCall): unknown {
  if (!isMiraError(error)) return error
  const { client, path, body, modelId, modelType } = call
  if (readErrorBody(error.body).code === 'model_not_found') {
    return new NoSuchModelError({ modelId, modelType, message: error.message })
  }
  return new APICallError({
    message: error.message,
    url: client.baseUrl + path,
    requestBodyValues: body,
    isRetryable: isRetryable(error, call),
    cause: error,
    data: error.body,
    ...(error.status !== undefined && { statusCode: error.status }),
    ...withHeaders(call.headers ?? readKeptHeaders(error)),
    ...(error.body !== undefined && { responseBody: toText(error.body) }),
  })
}

/** Longest delay that the AI SDK waits for; it ignores a longer one. */
const maxRetryAfterMs = 60_000

function isRetryable(error: MiraError, { client, isBilled = false }: FailedCall): boolean {
  const isAllowed = error.retryable && (error.retryAfterMs ?? 0) < maxRetryAfterMs
  return isAllowed && stateOf(client).retry.maxRetries === 0 && (!isBilled || billed.isSafeToRepeat(error, false))
}

/** Returns those headers of a failed response that the client keeps. */
function readKeptHeaders({ requestId, retryAfterMs, rateLimit }: MiraError): Record<string, string> {
  const values = {
    'x-request-id': requestId,
    'retry-after-ms': retryAfterMs,
    'x-ratelimit-limit': rateLimit?.limit,
    'x-ratelimit-remaining': rateLimit?.remaining,
  }
  const known = Object.entries(values).filter(([, value]) => value !== undefined)
  return Object.fromEntries(known.map(([name, value]) => [name, String(value)]))
}

const withHeaders = (headers: Record<string, string>): { responseHeaders?: Record<string, string> } =>
  Object.keys(headers).length === 0 ? {} : { responseHeaders: headers }

const toText = (body: unknown): string => (typeof body === 'string' ? body : JSON.stringify(body))
