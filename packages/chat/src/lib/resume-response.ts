import { type Client, isMiraError, MiraError, path, type RequestOptions } from '@mira/core'
import { amendError, isRecord } from '@mira/core/internal'
import type { MiraResponse } from './response.ts'
import type { ResponseEvent } from './response-event.ts'
import { createResponseReader, positionOf } from './response-reader.ts'
import type { ResponseStream } from './stream-response.ts'
import { TextStream } from './text-stream.ts'

const operation = 'responses.resume'

/**
 * Continues a background response (`background: true`) whose stream was interrupted. The server goes on generating it
 * without a connection, and sends the events that have not arrived; this is not charged again.
 *
 * The stream yields the events that are missing, and `final()` and `text()` return the whole response. If it is
 * interrupted again, it can be continued again. After a restart of the program, the response in the store of the program
 * is enough; the stream then yields all events.
 *
 * @param client - Client created with `createClient`.
 * @param interrupted - Error of `streamResponse`, `collectResponse` or `resumeResponse`, or the response that has arrived:
 * `snapshot` of the stream, or `partial` of the error.
 * @throws {MiraError} `not_resumable` with the reason, immediately, or while reading when the server has no such response;
 * `partial` is the response so far. Another request is charged again.
 * @throws {TypeError} immediately, when `interrupted` is neither an error of a stream nor a response.
 * @see docs/protocol.md#responses
 */
export function resumeResponse(client: Client, interrupted: unknown, options?: RequestOptions): ResponseStream {
  const partial = checkResumable(isMiraError(interrupted) ? (interrupted.partial ?? {}) : interrupted)
  const starting_after = positionOf(partial)
  return new ResumedStream({
    client,
    spec: { operation, path: path`/v1/responses/${partial.id}`, query: { stream: true, starting_after } },
    // Without its position, the response is sent from its beginning.
    reader: createResponseReader(operation, { partial: starting_after === undefined ? undefined : partial }),
    options,
    textOf: (response) => response.output_text,
  })
}

const settledStatuses: readonly unknown[] = ['completed', 'incomplete', 'failed', 'cancelled']

/**
 * Returns the response that can be continued.
 *
 * @throws {MiraError} `not_resumable`, with the reason.
 */
function checkResumable(partial: unknown): MiraResponse {
  if (!isRecord(partial))
    throw new TypeError('resumeResponse needs the error of a stream of responses, or its snapshot')
  const { id, status, background, choices } = partial
  const reason = choices
    ? 'the server does not store chat completions'
    : !id
      ? 'nothing of the response has arrived, so its id is unknown'
      : settledStatuses.includes(status)
        ? `the response has ended as "${status}"`
        : !background && 'the response was not created with background: true, so it ended with its connection'
  if (reason) throw notResumable(reason, { partial })
  return partial as unknown as MiraResponse
}

function notResumable(reason: string, fields: { partial: unknown; cause?: unknown }): MiraError {
  const message = `${operation}: ${reason}; error.partial is what has arrived, and another request is charged again`
  return new MiraError(message, { code: 'not_resumable', operation, ...fields })
}

/** Statuses by which a server says that it does not have the response, or its events. */
const missingStatuses: readonly unknown[] = [400, 404, 405, 410, 422, 501]

class ResumedStream extends TextStream<ResponseEvent, MiraResponse> {
  #hasBegun = false

  protected override async readMore(): Promise<boolean> {
    try {
      const isOver = await super.readMore()
      this.#hasBegun = true
      return isOver
    } catch (error) {
      if (!isMiraError(error) || this.#hasBegun) throw error
      const partial = this.snapshot
      if (!missingStatuses.includes(error.status)) throw amendError(error, { partial: error.partial ?? partial })
      throw notResumable(`the server does not continue the response: ${error.message}`, { partial, cause: error })
    }
  }
}
