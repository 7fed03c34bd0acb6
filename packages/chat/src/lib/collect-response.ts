import type { Client, RequestOptions } from '@mira/core'
import { EventStream } from '@mira/core/internal'
import { collectStream, refuseStream, withoutTotal } from './collect-stream.ts'
import { responseBody } from './request-body.ts'
import type { MiraResponse, ResponseParams } from './response.ts'
import { createResponseReader } from './response-reader.ts'

const operation = 'responses.create'

/**
 * Creates a response like `createResponse`, but receives it as a stream, so that proxies and idle limits do not end an
 * answer that takes long. The `total` timeout applies only if `options` set it: as long as events arrive within the
 * `idle` timeout, the call goes on. With `background: true`, it waits for the end of the response, and after a lost
 * connection `resumeResponse` continues it.
 *
 * @param client - Client created with `createClient`.
 * @returns The response, with the fields that it has without a stream. A response with status `failed` or `incomplete`
 * is also returned, since its output may be useful.
 * @throws {MiraError} when the call fails; `stream_interrupted` with the response so far as `partial`.
 * @throws {TypeError} when `input` is neither a string nor a non-empty list, or `stream` is set.
 * @see docs/protocol.md#responses
 */
export async function collectResponse(
  client: Client,
  params: ResponseParams,
  options?: RequestOptions,
): Promise<MiraResponse> {
  const json = responseBody(client, params, true)
  refuseStream(params)
  return collectStream(
    new EventStream({
      client,
      spec: { operation, path: '/v1/responses', json },
      reader: createResponseReader(operation, { returnsFailed: true }),
      options: withoutTotal(options),
    }),
  )
}
