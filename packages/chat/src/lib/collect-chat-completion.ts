import { type Client, isMiraError, type RequestOptions } from '@mira/core'
import { EventStream } from '@mira/core/internal'
import type { ChatCompletion, ChatCompletionParams } from './chat-completion.ts'
import { createChatReader } from './chat-reader.ts'
import { collectStream, refuseStream, withoutTotal } from './collect-stream.ts'
import { chatBody } from './request-body.ts'

const operation = 'chat.create'

/**
 * Creates a chat completion like `createChatCompletion`, but receives it as a stream, so that proxies and idle limits do
 * not end an answer that takes long. The `total` timeout applies only if `options` set it: as long as events arrive
 * within the `idle` timeout, the call goes on.
 *
 * The usage is requested with `stream_options`, unless `params` have that field; a server that rejects it is asked again
 * without.
 *
 * @param client - Client created with `createClient`.
 * @returns The completion, with the fields that it has without a stream.
 * @throws {MiraError} when the call fails; `stream_interrupted` with the completion so far as `partial`.
 * @throws {TypeError} when there are no messages, one of them cannot be sent, or `stream` is set.
 * @see docs/protocol.md#chat-stream
 */
export async function collectChatCompletion(
  client: Client,
  params: ChatCompletionParams,
  options?: RequestOptions,
): Promise<ChatCompletion> {
  const body = chatBody(client, params, true) as ChatCompletionParams
  refuseStream(params)
  const collect = (json: object): Promise<ChatCompletion> =>
    collectStream(
      new EventStream({
        client,
        spec: { operation, path: '/v1/chat/completions', json },
        reader: createChatReader(operation, params.n),
        options: withoutTotal(options),
      }),
    )
  if (params.stream_options) return collect(body)
  try {
    return await collect({ ...body, stream_options: { include_usage: true } })
  } catch (error) {
    // Nothing has been generated, so nothing has been charged.
    if (isMiraError(error) && error.code === 'bad_request' && (error.status ?? 0) >= 400) return collect(body)
    throw error
  }
}
