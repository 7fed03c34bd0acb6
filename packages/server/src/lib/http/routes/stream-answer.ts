import { type ApiError, toApiError } from '../../api-error.ts'
import type { Call, ServerContext } from '../../context.ts'
import { keepSpan } from '../../observability/tracer.ts'
import { sseResponse } from '../../wire/sse.ts'

/** The events of a stream. */
export interface OpenedStream {
  readonly events: AsyncIterable<string>
  /** Ends what makes them, however far they were read. */
  close(): Promise<void>
}

/**
 * Makes the events of a stream.
 *
 * @param call The call, whose signal also aborts when its key is revoked.
 * @param toError Says what the caller may know of a failure.
 */
export type OpenStream = (call: Call, toError: (error: unknown) => ApiError) => Promise<OpenedStream>

/**
 * Answers with a stream within the key's share of open streams.
 *
 * @throws {ApiError} 429 when that share is used up, and whatever `open` throws.
 */
export async function streamAnswer(
  context: Pick<ServerContext, 'keepAliveMs' | 'logger' | 'pendingWork' | 'streamSlots'>,
  call: Call,
  open: OpenStream,
): Promise<Response> {
  const { revoked, free } = await context.streamSlots.take(call.principal)
  const signal = AbortSignal.any([call.signal, revoked])
  const revocableCall = { ...call, signal }
  try {
    const { events, close } = await open(revocableCall, (error) => describeFailure(context, revocableCall, error))
    const onEnd = () => {
      context.pendingWork.add(free())
      context.pendingWork.add(close())
    }
    // A stream that comes after its caller left, or was told 408, is never read and so never ends by itself.
    if (call.signal.aborted) onEnd()
    call.signal.addEventListener('abort', onEnd, { once: true })
    return sseResponse(keepSpan(events), { keepAliveMs: context.keepAliveMs, onEnd })
  } catch (error) {
    await free()
    throw error
  }
}

/** A failure after the status was sent is seen nowhere but in the stream and here. */
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
