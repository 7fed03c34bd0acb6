import { type Client, type RequestOptions, readObject, request } from '@mira/core'
import { chatBody } from './chat-body.ts'
import type { ChatCompletion, ChatCompletionParams } from './chat-completion.ts'

/**
 * Asks for a completion and waits for the whole of it.
 *
 * @param client Connection made with `createClient`.
 * @returns The completion as the server sent it.
 * @throws {MiraError} as every call.
 * @throws {TypeError} for messages that cannot be sent.
 * @see docs/protocol.md#chat
 */
export async function createChatCompletion(
  client: Client,
  params: ChatCompletionParams,
  options?: RequestOptions,
): Promise<ChatCompletion> {
  const json = { ...chatBody(client, params), stream: undefined }
  return request(
    client,
    { operation: 'chat.create', path: '/v1/chat/completions', json, read: readObject<ChatCompletion> },
    options,
  )
}
