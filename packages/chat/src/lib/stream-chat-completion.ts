import type { Client, RequestOptions } from '@mira/core'
import { type EventReader, reportedError } from '@mira/core/internal'
import { createChatAccumulator } from './chat-accumulator.ts'
import type { ChatChunk, ChatCompletion, ChatCompletionParams } from './chat-completion.ts'
import { contentText } from './content-text.ts'
import { chatBody } from './request-body.ts'
import { isDoneEvent, parseEvent } from './stream-event.ts'
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
    reader: createChatReader(params.n ?? 1),
    options,
    textOf: firstText,
  })
}

const firstText = ({ choices }: ChatCompletion): string => contentText(choices[0]?.message.content)

/** Creates a reader for a chat stream with the given number of choices. */
function createChatReader(answers: number): EventReader<ChatChunk, ChatCompletion> {
  const accumulator = createChatAccumulator()
  let isDone = false
  return {
    read(event) {
      isDone = isDoneEvent(event)
      if (isDone) return undefined
      const chunk = parseEvent(operation, event) as ChatChunk | null
      // Events of a gateway, such as `event: ping`, have neither choices nor usage.
      if (!chunk || (event.event !== 'message' && !chunk.choices && !chunk.usage)) return null
      if (!Array.isArray(chunk.choices)) chunk.choices = []
      for (const choice of chunk.choices) if (choice?.error) throw reportedError(choice, { operation })
      accumulator.add(chunk)
      return chunk
    },
    isDone: () => isDone,
    isComplete: () => accumulator.hasFinished(answers),
    snapshot: accumulator.completion,
  }
}
