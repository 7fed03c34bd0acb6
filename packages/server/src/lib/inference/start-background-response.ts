import { ApiError, toApiError } from '../api-error.ts'
import type { Call } from '../call.ts'
import type { ServerContext } from '../context.ts'
import { newResponse, type ResponseEvent } from '../wire/response.ts'
import type { ResponseRequestBody } from '../wire/response-request.ts'
import { ResponseWriter } from '../wire/response-writer.ts'
import type { BackgroundResponse } from './background-responses.ts'
import { openGeneration } from './generation.ts'
import { prepareResponse, type ResponseContext, writeEvents } from './respond.ts'
import { ResponseSaver } from './response-saver.ts'

/** Components that a background response requires. */
type RunContext = ResponseContext & Pick<ServerContext, 'backgroundResponses' | 'streamSlots'>

/**
 * Starts a response in the background; resolves when it is admitted and stored as `queued`. It counts as an open stream
 * of its key, and is charged like one.
 *
 * @throws {ApiError} like `respond`, except for failures of the engine, which the response contains.
 */
export async function startBackgroundResponse(
  context: RunContext,
  call: Call,
  body: ResponseRequestBody,
): Promise<BackgroundResponse> {
  const { revoked, release } = await context.streamSlots.acquire(call.principal)
  const stopped = new AbortController()
  // Until the response exists, it ends with its request.
  const abort = () => stopped.abort(call.signal.reason)
  call.signal.addEventListener('abort', abort)
  const signal = AbortSignal.any([stopped.signal, revoked])
  try {
    const ownCall = { ...call, signal, isStream: true, commit: undefined, idempotencyClaim: undefined }
    const prepared = await prepareResponse(context, ownCall, body)
    const generation = await openGeneration(context, ownCall, prepared.request)
    const writer = new ResponseWriter(newResponse(body, generation, context.now()), context.now)
    const saver = new ResponseSaver(context, prepared, writer)
    await saver.add(call.principal.keyId).catch(async (error: unknown) => {
      // A generator that has not started would not release its slot.
      stopped.abort(toApiError(error))
      await generation.events.next().catch(() => undefined)
      await generation.close()
      throw error
    })
    const run = runResponse(context, ownCall, { writer, saver, stopped, events: generation.events })
    context.pendingWork.add(run.done.then(release))
    context.backgroundResponses.add(run)
    return run
  } catch (error) {
    await release()
    throw error
  } finally {
    call.signal.removeEventListener('abort', abort)
  }
}

interface RunParts extends Pick<Awaited<ReturnType<typeof openGeneration>>, 'events'> {
  readonly writer: ResponseWriter
  readonly saver: ResponseSaver
  readonly stopped: AbortController
}

function runResponse(
  context: RunContext,
  call: Call,
  { writer, saver, stopped, events }: RunParts,
): BackgroundResponse {
  const cancel = () => stopped.abort(new DOMException('The response was canceled', 'AbortError'))
  const { response: queued } = writer
  let response = queued
  const stopSaving = saver.start(cancel)
  /** Stores the last events before any reader sees them. */
  const settle = async (last: readonly ResponseEvent[]) => {
    stopSaving()
    await saver.settle(last)
    response = writer.response
    saver.log.push(...last)
  }
  const work = async () => {
    try {
      // The last events are held back until they are stored.
      const last: ResponseEvent[] = []
      let isFinal = false
      const markFinal = async () => {
        isFinal = true
      }
      for await (const event of writeEvents(writer, { events }, markFinal)) {
        if (isFinal) last.push(event)
        else {
          response = writer.response
          saver.log.push(event)
        }
      }
      await settle(last)
    } catch (error) {
      await settle(interrupt(context, call, { writer, error }))
    }
  }
  const done = work()
    .catch((err: unknown) =>
      context.logger.error({ requestId: call.requestId, err }, 'failed to store a background response'),
    )
    .finally(() => {
      stopSaving()
      saver.log.end()
    })
  return {
    keyId: call.principal.keyId,
    queued,
    get response() {
      return response
    },
    events: saver.log,
    done,
    cancel,
    fail: (error) => stopped.abort(error),
  }
}

/** Ends a response that was canceled or has failed, and returns its last events. */
function interrupt(
  { logger }: Pick<ServerContext, 'logger'>,
  { signal, requestId, endpoint }: Call,
  { writer, error }: { readonly writer: ResponseWriter; readonly error: unknown },
): ResponseEvent[] {
  if (signal.aborted && !(signal.reason instanceof ApiError)) return writer.cancel()
  const apiError = toApiError(signal.aborted ? signal.reason : error)
  if (apiError.status >= 500) {
    logger.error({ requestId, path: endpoint, err: apiError.cause ?? apiError }, 'background response failed')
  }
  return writer.fail(apiError)
}
