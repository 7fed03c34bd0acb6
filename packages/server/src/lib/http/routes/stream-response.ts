import { type ApiError, toApiError } from '../../api-error.ts'
import type { Call } from '../../call.ts'
import type { ServerContext } from '../../context.ts'
import { bindSpan } from '../../observability/tracer.ts'
import { sseResponse } from '../../wire/sse.ts'

/** Open stream of events. */
export interface OpenedStream {
  readonly events: AsyncIterable<string>
  /** Stops the source of the events, regardless of how many were read. */
  close(): Promise<void>
}

/**
 * Opens the events of a stream.
 *
 * @param call - Request data, whose signal also aborts when the API key is revoked.
 * @param toError - Converts a failure to the error that is sent to the client, and logs it.
 */
export type OpenStream = (call: Call, toError: (error: unknown) => ApiError) => Promise<OpenedStream>

/**
 * Responds with a stream, within the limit of open streams of the API key.
 *
 * @throws {ApiError} 429 when the limit is reached.
 * @throws Any error of `open`.
 */
export async function streamResponse(
  context: Pick<ServerContext, 'keepAliveMs' | 'logger' | 'pendingWork' | 'streamSlots'>,
  call: Call,
  open: OpenStream,
): Promise<Response> {
  const { revoked, release } = await context.streamSlots.acquire(call.principal)
  const signal = AbortSignal.any([call.signal, revoked])
  const revocableCall = { ...call, signal }
  try {
    const { events, close } = await open(revocableCall, (error) => describeFailure(context, revocableCall, error))
    const onEnd = () => {
      context.pendingWork.add(release())
      context.pendingWork.add(close())
    }
    // After a client disconnect or a 408 the stream is never read and so never ends by itself.
    if (call.signal.aborted) onEnd()
    call.signal.addEventListener('abort', onEnd, { once: true })
    return sseResponse(bindSpan(events), { keepAliveMs: context.keepAliveMs, onEnd })
  } catch (error) {
    await release()
    throw error
  }
}

/** Logs a failure: once the status has been sent, it appears only in the stream and in this log entry. */
function describeFailure(
  { logger }: Pick<ServerContext, 'logger'>,
  { requestId, endpoint, signal }: Call,
  error: unknown,
): ApiError {
  const apiError = toApiError(error)
  if (apiError.status >= 500 && !signal.aborted) {
    logger.error({ requestId, path: endpoint, err: apiError.cause ?? apiError }, 'stream failed')
  }
  return apiError
}
