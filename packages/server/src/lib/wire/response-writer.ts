import type { ChatEvent } from '@mira/engine'
import type { ApiError } from '../api-error.ts'
import { newId } from './ids.ts'
import { encodeResponseUsage, type ResponseBody, type ResponseEvent } from './response.ts'
import { type GrowingItem, growFunctionCall, growMessage, growReasoning, type ItemEvent } from './response-items.ts'

/** Converts the events of an engine to a response and its stream events. */
export interface ResponseWriter {
  /** Current state of the response. */
  readonly response: ResponseBody
  /** Returns the events that precede generation. */
  start(): ResponseEvent[]
  /** Returns the stream events for an event of the engine; after `finish` the response is final. */
  take(event: ChatEvent): ResponseEvent[]
  /** Returns the events for an error, which ends the response. */
  fail(error: ApiError): ResponseEvent[]
}

/** Creates the writer of a response. */
export function createResponseWriter(initial: ResponseBody, now: () => number): ResponseWriter {
  let response = initial
  let sequenceNumber = 0
  const items: GrowingItem[] = []
  const open = new Set<GrowingItem>()
  const calls = new Map<number, GrowingItem>()

  const number = (events: readonly ItemEvent[]): ResponseEvent[] =>
    events.map((event) => ({ ...event, sequence_number: sequenceNumber++ }))
  const tell = (type: string): ItemEvent => ({ type, response })

  function close(item: GrowingItem, status: 'completed' | 'incomplete'): ItemEvent[] {
    open.delete(item)
    return item.close(status)
  }

  /** Starts an item. Text ends when another item starts; function calls continue in parallel. */
  function begin(item: GrowingItem): ItemEvent[] {
    const texts = [...open].filter(({ kind }) => kind !== 'function_call')
    const ended = texts.flatMap((text) => close(text, 'completed'))
    items.push(item)
    open.add(item)
    return [...ended, ...item.open()]
  }

  function growText(kind: 'message' | 'reasoning', text: string): ItemEvent[] {
    const current = [...open].find((item) => item.kind === kind)
    if (current !== undefined) return [current.grow(text)]
    const item = kind === 'message' ? growMessage(items.length) : growReasoning(items.length)
    return [...begin(item), item.grow(text)]
  }

  function growCall({ index, id, name, arguments: fragment }: Extract<ChatEvent, { type: 'tool_call' }>): ItemEvent[] {
    const current = calls.get(index)
    if (current !== undefined) return [current.grow(fragment)]
    const call = growFunctionCall(items.length, id ?? newId('call_'), name ?? '')
    calls.set(index, call)
    return [...begin(call), ...(fragment === '' ? [] : [call.grow(fragment)])]
  }

  function finish({ reason, usage }: Extract<ChatEvent, { type: 'finish' }>): ItemEvent[] {
    const incomplete = { length: 'max_output_tokens', content_filter: 'content_filter' } as const
    const cause = reason === 'length' || reason === 'content_filter' ? incomplete[reason] : undefined
    const status = cause === undefined ? 'completed' : 'incomplete'
    // A response without output would leave clients with nothing to display.
    const silent = items.length === 0 ? begin(growMessage(0)) : []
    const ended = [...open].flatMap((item) => close(item, status))
    response = {
      ...response,
      status,
      completed_at: cause === undefined ? Math.floor(now() / 1_000) : null,
      incomplete_details: cause === undefined ? null : { reason: cause },
      output: items.map((item) => item.snapshot()),
      usage: encodeResponseUsage(usage),
    }
    return [...silent, ...ended, tell(`response.${status}`)]
  }

  return {
    get response() {
      return response
    },
    start: () => number([tell('response.created'), tell('response.in_progress')]),
    take(event) {
      if (event.type === 'text') return number(growText('message', event.text))
      if (event.type === 'reasoning') return number(growText('reasoning', event.text))
      return number(event.type === 'tool_call' ? growCall(event) : finish(event))
    },
    fail({ status, message }) {
      const code = status === 429 ? 'rate_limit_exceeded' : status < 500 ? 'invalid_prompt' : 'server_error'
      const output = items.map((item) => item.snapshot())
      response = { ...response, status: 'failed', error: { code, message }, output }
      return number([tell('response.failed')])
    },
  }
}
