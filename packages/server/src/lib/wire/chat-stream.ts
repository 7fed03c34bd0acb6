import type { ApiError } from '../api-error.ts'
import type { AnswerEvent } from '../jobs/run-music-tool-calls.ts'
import {
  type ChatCompletionChunk,
  type ChatDelta,
  type CompletionHead,
  encodeChunk,
  encodeUsage,
} from './chat-completion.ts'
import { toErrorObject } from './error-body.ts'
import { encodeEvent } from './sse.ts'

/** Options of {@link encodeChatStream}. */
export interface ChatStreamOptions {
  /** Whether the stream ends with a chunk without choices that contains the usage; other chunks then contain null. */
  readonly includeUsage: boolean
  /** Converts an error to what the caller may see. */
  readonly toError: (error: unknown) => ApiError
}

/**
 * Encodes an answer as the events of a chat completion stream: the role, the deltas, the finish reason, `[DONE]`. A
 * failure becomes an `error` event that ends the stream without `[DONE]`.
 */
export async function* encodeChatStream(
  head: CompletionHead,
  events: AsyncIterable<AnswerEvent>,
  { includeUsage, toError }: ChatStreamOptions,
): AsyncGenerator<string> {
  const encode = (chunk: ChatCompletionChunk) => {
    return encodeEvent(JSON.stringify(includeUsage && chunk.usage === undefined ? { ...chunk, usage: null } : chunk))
  }
  try {
    yield encode(encodeChunk(head, { role: 'assistant', content: '' }))
    for await (const event of events) {
      if (event.type !== 'finish') {
        yield encode(encodeChunk(head, toDelta(event)))
        continue
      }
      yield encode(encodeChunk(head, {}, event.reason))
      if (includeUsage) yield encode({ ...encodeChunk(head, {}), choices: [], usage: encodeUsage(event.usage) })
    }
    yield encodeEvent('[DONE]')
  } catch (error) {
    yield encodeEvent(JSON.stringify({ error: toErrorObject(toError(error)) }))
  }
}

function toDelta(event: Exclude<AnswerEvent, { readonly type: 'finish' }>): ChatDelta {
  if (event.type === 'text') return { content: event.text }
  if (event.type === 'reasoning') return { thinking_content: event.text }
  if (event.type === 'built_in_call') return { tool_calls: [{ ...event, type: 'tool_call' }] }
  const { index, id, name, arguments: fragment } = event
  const first = id === undefined ? {} : { id, type: 'function' as const }
  const named = name === undefined ? {} : { name }
  return { tool_calls: [{ index, ...first, function: { ...named, arguments: fragment } }] }
}
