import type { ApiError } from '../api-error.ts'
import type { AnswerEvent } from '../inference/answer-event.ts'
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
  /** Converts each chunk to the form that the request asked for. Defaults to none. */
  readonly toForm?: ((chunk: ChatCompletionChunk) => object) | undefined
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
  { includeUsage, toForm = (chunk) => chunk, toError }: ChatStreamOptions,
): AsyncGenerator<string> {
  const encode = (chunk: ChatCompletionChunk) => {
    const form = toForm(chunk)
    return encodeEvent(JSON.stringify(includeUsage && chunk.usage === undefined ? { ...form, usage: null } : form))
  }
  try {
    const start = (choice: number) => encode(encodeChunk(head, { choice, delta: { role: 'assistant', content: '' } }))
    yield start(0)
    for await (const event of events) {
      const { choice = 0 } = event
      if (event.type !== 'finish' && event.type !== 'choice_end') {
        yield encode(encodeChunk(head, { choice, delta: toDelta(event) }))
        continue
      }
      yield encode(encodeChunk(head, { choice, delta: {}, reason: event.reason }))
      if (event.type === 'choice_end') yield start(choice + 1)
      else if (includeUsage) {
        yield encode({ ...encodeChunk(head, { delta: {} }), choices: [], usage: encodeUsage(event.usage) })
      }
    }
    yield encodeEvent('[DONE]')
  } catch (error) {
    yield encodeEvent(JSON.stringify({ error: toErrorObject(toError(error)) }))
  }
}

function toDelta(event: Exclude<AnswerEvent, { readonly type: 'finish' | 'choice_end' }>): ChatDelta {
  if (event.type === 'text') return { content: event.text }
  if (event.type === 'reasoning') return { thinking_content: event.text }
  if (event.type === 'refusal') return { refusal: event.text }
  if (event.type === 'built_in_call') {
    const { choice: _choice, ...call } = event
    return { tool_calls: [{ ...call, type: 'tool_call' }] }
  }
  const { index, id, name, arguments: fragment } = event
  const first = id === undefined ? {} : { id, type: 'function' as const }
  const named = name === undefined ? {} : { name }
  return { tool_calls: [{ index, ...first, function: { ...named, arguments: fragment } }] }
}
