import { type Client, type RequestOptions, request } from '@mira/core'
import { readReply } from '@mira/core/internal'
import { outputText } from './output-text.ts'
import { responseBody } from './request-body.ts'
import type { MiraResponse, ResponseParams } from './response.ts'

/**
 * Creates a response with the Responses API and waits for the complete result.
 *
 * @param client - Client created with `createClient`.
 * @returns The response as sent by the server, with `output_text` added if it is missing. A response with status
 * `failed` or `incomplete` is also returned, since its output may be useful.
 * @throws {MiraError} when the call fails.
 * @throws {TypeError} when `input` is neither a string nor a non-empty list, or `stream` is set.
 * @see docs/protocol.md#responses
 */
export async function createResponse(
  client: Client,
  params: ResponseParams,
  options?: RequestOptions,
): Promise<MiraResponse> {
  return request(
    client,
    {
      operation: 'responses.create',
      path: '/v1/responses',
      json: responseBody(client, params),
      read: async (reply, context) => {
        const response = await readReply<MiraResponse>(reply, context, ({ output }) => output)
        response.output_text ??= outputText(response)
        return response
      },
    },
    options,
  )
}
