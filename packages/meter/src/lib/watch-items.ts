import { toRecord } from '@mira/core/internal'
import type { CountTokens } from './request-facts.ts'
import type { Usage } from './usage.ts'
import { usageOf } from './usage-of.ts'

/** A stream of `@mira/core`, as far as its items are watched. */
export interface WatchedStream {
  readonly snapshot: object
  readonly queue: { push(item: unknown): void }
}

/** Output of a stream so far. */
export interface StreamProgress {
  /** Output tokens, estimated from the text. */
  readonly outputTokens: number
  /** Usage that the server has reported, if any. */
  readonly reported: Usage | undefined
}

/** Whether a value is a stream of events. */
export function isStream(data: unknown): data is WatchedStream {
  return typeof data === 'object' && data !== null && 'snapshot' in data && 'queue' in data
}

/**
 * Calls back with the progress of a stream for each item that arrives, before the caller receives it. The items are
 * seen where the stream queues them, whether they are iterated or not.
 *
 * @param countTokens - Estimates the tokens of text.
 */
export function watchItems(
  stream: WatchedStream,
  countTokens: CountTokens,
  onProgress: (progress: StreamProgress) => void,
): void {
  const { queue } = stream
  const push = queue.push.bind(queue)
  let outputTokens = countTokens(outputOf(stream.snapshot))
  let text = ''
  onProgress({ outputTokens, reported: usageOf(stream.snapshot) })
  queue.push = (item) => {
    push(item)
    text += addedText(item)
    // Counted in pieces, because a count of the whole text for each item takes time in proportion to its square.
    const added = countTokens(text)
    onProgress({ outputTokens: outputTokens + added, reported: usageOf(item) })
    if (text.length < pieceLength) return
    outputTokens += added
    text = ''
  }
}

/** Characters that are counted together. */
const pieceLength = 256

/** Returns the text that an item of a chat or responses stream adds to the output. */
function addedText(item: unknown): string {
  const { text, reasoning, delta, choices } = toRecord(item)
  if (typeof delta === 'string') return delta
  const calls = (Array.isArray(choices) ? choices : []).map((choice) => {
    const { content, tool_calls } = toRecord(toRecord(choice).delta)
    const others = toRecord(choice).index === 0 ? '' : asString(content)
    return others + (Array.isArray(tool_calls) ? tool_calls.map(argumentsOf).join('') : '')
  })
  return asString(text) + asString(reasoning) + calls.join('')
}

const argumentsOf = (call: unknown): string => asString(toRecord(toRecord(call).function).arguments)

const asString = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Returns the text of a completion or response so far. */
export function outputOf(result: unknown): string {
  const { choices, output, output_text } = toRecord(result)
  if (typeof output_text === 'string') return output_text
  if (Array.isArray(output))
    return output.map((item) => [toRecord(item).content].flat().map(partText).join('')).join('')
  return (Array.isArray(choices) ? choices : [])
    .map((choice) => messageText(toRecord(toRecord(choice).message)))
    .join('')
}

const partText = (part: unknown): string => asString(toRecord(part).text)

function messageText({ content, tool_calls, ...others }: Readonly<Record<string, unknown>>): string {
  const reasoning = asString(others.thinking_content ?? others.reasoning_content ?? others.reasoning ?? others.thinking)
  const calls = Array.isArray(tool_calls) ? tool_calls.map(argumentsOf).join('') : ''
  return asString(content) + reasoning + calls
}
