import { type Client, type RequestOptions, readObject, request } from '@mira/core'
import { outputText } from './output-text.ts'
import type { MiraResponse, ResponseParams } from './response.ts'
import { responseBody } from './response-body.ts'

/**
 * Asks the Responses API and waits for the whole answer.
 *
 * @param client Connection made with `createClient`.
 * @returns The response as the server sent it, with `output_text` added when it is missing.
 * @throws {MiraError} as every call; a response of status `failed` or `incomplete` is returned, for its output may be of use.
 * @throws {TypeError} for input that is neither a text nor a list.
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
      json: { ...responseBody(client, params), stream: undefined },
      read: async (reply, context) => {
        const response = await readObject<MiraResponse>(reply, context)
        response.output_text ??= outputText(response)
        return response
      },
    },
    options,
  )
}
