import type { Client, RequestOptions } from '@mira/core'
import type { ChatChunk, ChatCompletion, ChatCompletionParams } from './chat-completion.ts'
import { createChatReader } from './chat-reader.ts'
import { contentText } from './content-text.ts'
import { chatBody } from './request-body.ts'
import { TextStream } from './text-stream.ts'

/**
 * A streaming completion. Iterate it for the chunks, or call `final()` for the completion or `text()` for the text of
 * its first choice.
 */
export type ChatStream = TextStream<ChatChunk, ChatCompletion>

const operation = 'chat.stream'

/**
 * Streams a chat completion. The request is sent when the stream is first read.
 *
 * The stream is complete after `[DONE]`, or when the server closes it after a `finish_reason` for every choice.
 * Otherwise it fails with `stream_interrupted` and the completion so far as `partial`.
 *
 * @param client - Client created with `createClient`.
 * @throws {TypeError} immediately, when there are no messages or one of them cannot be sent.
 * @see docs/protocol.md#chat-stream
 */
export function streamChatCompletion(
  client: Client,
  params: ChatCompletionParams,
  options?: RequestOptions,
): ChatStream {
  return new TextStream({
    client,
    spec: { operation, path: '/v1/chat/completions', json: chatBody(client, params, true) },
    reader: createChatReader(operation, params.n),
    options,
    textOf: firstText,
  })
}

const firstText = ({ choices }: ChatCompletion): string => contentText(choices[0]?.message.content)
