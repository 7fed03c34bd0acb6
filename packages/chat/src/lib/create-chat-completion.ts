import { type Client, type RequestOptions, readObject, request } from '@mira/core'
import { chatBody } from './chat-body.ts'
import type { ChatCompletion, ChatCompletionParams } from './chat-completion.ts'

/**
 * Creates a chat completion and waits for the complete result.
 *
 * @param client - Client created with `createClient`.
 * @returns The completion as sent by the server.
 * @throws {MiraError} when the call fails.
 * @throws {TypeError} when there are no messages, or one of them cannot be sent.
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
