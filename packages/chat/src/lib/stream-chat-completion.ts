import type { Client, RequestOptions } from '@mira/core'
import type { EventReader } from '@mira/core/internal'
import { createChatAccumulator } from './chat-accumulator.ts'
import { chatBody } from './chat-body.ts'
import type { ChatChunk, ChatCompletion, ChatCompletionParams } from './chat-completion.ts'
import { createChunkParser } from './chunk-parser.ts'
import { contentText, reasoningText } from './content-text.ts'
import { parseEvent } from './stream-event.ts'
import { TextStream } from './text-stream.ts'

/** A completion on its way: a loop gives its chunks, `final()` the whole of it, `text()` the text of its first answer. */
export type ChatStream = TextStream<ChatChunk, ChatCompletion>

const operation = 'chat.stream'

/**
 * Asks for a completion and gives it as it is written. Nothing is sent before the stream is first read.
 *
 * It is whole when the server says `[DONE]`, or closes after a `finish_reason` for every answer; anything less is the
 * error `stream_interrupted` with what had arrived as `partial`.
 *
 * @param client Connection made with `createClient`.
 * @throws {TypeError} at once, for messages that cannot be sent.
 * @see docs/protocol.md#chat-stream
 */
export function streamChatCompletion(
  client: Client,
  params: ChatCompletionParams,
  options?: RequestOptions,
): ChatStream {
  const json = { ...chatBody(client, params), stream: true }
  return new TextStream({
    client,
    spec: { operation, path: '/v1/chat/completions', json },
    events: createChatReader(params.n ?? 1),
    options,
    textOf: firstText,
  })
}

const firstText = ({ choices }: ChatCompletion): string => contentText(choices[0]?.message.content)

/** Reads a chat stream that is asked for a number of answers. */
function createChatReader(answers: number): EventReader<ChatChunk, ChatCompletion> {
  const accumulator = createChatAccumulator()
  const parse = createChunkParser()
  let isDone = false
  return {
    read(event) {
      if (event.data === '[DONE]') {
        isDone = true
        return undefined
      }
      const chunk = parseEvent(operation, event, parse) as ChatChunk | undefined
      if (!chunk) return undefined
      addText(chunk)
      accumulator.add(chunk)
      return chunk
    },
    isDone: () => isDone,
    isComplete: () => accumulator.hasFinished(answers),
    snapshot: accumulator.completion,
  }
}

/** The chunk is ours alone, fresh from the parser, so it is completed in place. */
function addText(chunk: ChatChunk): void {
  if (!Array.isArray(chunk.choices)) chunk.choices = []
  const first = chunk.choices.find((choice) => !choice?.index)
  const delta = first?.delta
  chunk.text = delta ? contentText(delta.content) : ''
  chunk.reasoning = delta ? reasoningText(delta) : ''
}
