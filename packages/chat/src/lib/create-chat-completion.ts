import { type Client, type RequestOptions, request } from '@mira/core'
import { readReply } from '@mira/core/internal'
import type { ChatCompletion, ChatCompletionParams } from './chat-completion.ts'
import { withText } from './content-text.ts'
import { chatBody } from './request-body.ts'

/**
 * Creates a chat completion and waits for the complete result.
 *
 * @param client - Client created with `createClient`.
 * @returns The completion as sent by the server.
 * @throws {MiraError} when the call fails, or the server reports an error with status 200.
 * @throws {TypeError} when there are no messages, one of them cannot be sent, or `stream` is set.
 * @see docs/protocol.md#chat
 */
export async function createChatCompletion(
  client: Client,
  params: ChatCompletionParams,
  options?: RequestOptions,
): Promise<ChatCompletion> {
  return request(
    client,
    {
      operation: 'chat.create',
      path: '/v1/chat/completions',
      json: chatBody(client, params),
      read: async (reply, context) => withText(await readReply<ChatCompletion>(reply, context, isCompletion)),
    },
    options,
  )
}

const isCompletion = ({ choices, error }: ChatCompletion): boolean =>
  Array.isArray(choices) && !error && !choices.some((choice) => choice?.error)
