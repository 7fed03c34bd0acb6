import { type ApiError, toApiError } from '../api-error.ts'
import type { Call, ServerContext } from '../context.ts'
import { sseResponse } from '../wire/sse.ts'

/** Makes the events of a stream; `toError` says what its caller may know of a failure. */
export type OpenStream = (toError: (error: unknown) => ApiError) => Promise<AsyncIterable<string>>

/**
 * Answers with a stream within the key's share of open streams.
 *
 * @throws {ApiError} 429 when that share is used up, and whatever `open` throws.
 */
export async function streamAnswer(context: ServerContext, call: Call, open: OpenStream): Promise<Response> {
  const free = context.streamSlots.take(call.principal.keyId)
  try {
    const events = await open((error) => describeFailure(context, call, error))
    return sseResponse(events, { keepAliveMs: context.keepAliveMs, onEnd: free })
  } catch (error) {
    free()
    throw error
  }
}

/** A failure after the status was sent is seen nowhere but in the stream and here. */
function describeFailure({ logger }: ServerContext, { requestId, endpoint, signal }: Call, error: unknown): ApiError {
  const apiError = toApiError(error)
  if (apiError.status >= 500 && !signal.aborted) {
    logger.error({ requestId, path: endpoint, err: apiError.cause ?? apiError }, 'stream failed')
  }
  return apiError
}
