import type { ChatEvent } from '@mira/engine'
import type { ApiError } from '../api-error.ts'
import type { Refusal } from '../inference/answer-event.ts'
import { type ItemPosition, newId } from './ids.ts'
import { encodeResponseUsage, type ResponseBody, type ResponseEvent } from './response.ts'
import {
  createFunctionCallBuilder,
  createMessageBuilder,
  createReasoningBuilder,
  createRefusalBuilder,
  type ItemBuilder,
  type ItemEvent,
} from './response-items.ts'

/** Creators of items that consist of text. */
const textBuilders = {
  message: createMessageBuilder,
  reasoning: createReasoningBuilder,
  refusal: createRefusalBuilder,
}

/** Converts the events of an engine to a response and its stream events. */
export class ResponseWriter {
  readonly #now: () => number
  readonly #items: ItemBuilder[] = []
  readonly #open = new Set<ItemBuilder>()
  readonly #calls = new Map<number, ItemBuilder>()
  #response: ResponseBody
  #sequenceNumber = 0

  constructor(initial: ResponseBody, now: () => number) {
    this.#response = initial
    this.#now = now
  }

  /** Current state of the response. */
  get response(): ResponseBody {
    return this.#response
  }

  /** Position of the next item. */
  get #next(): ItemPosition {
    return { responseId: this.#response.id, outputIndex: this.#items.length }
  }

  /** Returns the events that precede generation; a queued response leaves the queue. */
  start(): ResponseEvent[] {
    const created = [this.#statusEvent('response.created')]
    if (this.#response.status === 'queued') created.push(this.#statusEvent('response.queued'))
    this.#response = { ...this.#response, status: 'in_progress' }
    return this.#number([...created, this.#statusEvent('response.in_progress')])
  }

  /** Returns the stream events for an event of the engine; after `finish` the response is final. */
  write(event: ChatEvent | Refusal): ResponseEvent[] {
    if (event.type === 'refusal') return this.#number(this.#appendText('refusal', event.text))
    if (event.type === 'text') return this.#number(this.#appendText('message', event.text))
    if (event.type === 'reasoning') return this.#number(this.#appendText('reasoning', event.text))
    return this.#number(event.type === 'tool_call' ? this.#appendCall(event) : this.#finish(event))
  }

  /** Returns the events for an error, which ends the response. */
  fail({ status, message }: ApiError): ResponseEvent[] {
    const code = status === 429 ? 'rate_limit_exceeded' : status < 500 ? 'invalid_prompt' : 'server_error'
    this.#response = { ...this.#response, status: 'failed', error: { code, message }, output: this.#snapshot() }
    return this.#number([this.#statusEvent('response.failed')])
  }

  /** Returns the events for a cancellation, which ends the response. */
  cancel(): ResponseEvent[] {
    const ended = [...this.#open].flatMap((item) => this.#close(item, 'incomplete'))
    this.#response = { ...this.#response, status: 'cancelled', output: this.#snapshot() }
    return this.#number([...ended, this.#statusEvent('response.cancelled')])
  }

  #number(events: readonly ItemEvent[]): ResponseEvent[] {
    return events.map((event) => ({ ...event, sequence_number: this.#sequenceNumber++ }))
  }

  #statusEvent(type: string): ItemEvent {
    return { type, response: this.#response }
  }

  #snapshot(): ResponseBody['output'] {
    return this.#items.map((item) => item.snapshot())
  }

  /** Starts an item. Text ends when another item starts; function calls continue in parallel. */
  #begin(item: ItemBuilder): ItemEvent[] {
    const texts = [...this.#open].filter(({ kind }) => kind !== 'function_call')
    const ended = texts.flatMap((text) => this.#close(text, 'completed'))
    this.#items.push(item)
    this.#open.add(item)
    return [...ended, ...item.open()]
  }

  #close(item: ItemBuilder, status: 'completed' | 'incomplete'): ItemEvent[] {
    this.#open.delete(item)
    return item.close(status)
  }

  #appendText(kind: keyof typeof textBuilders, text: string): ItemEvent[] {
    const current = [...this.#open].find((item) => item.kind === kind)
    if (current !== undefined) return [current.append(text)]
    const item = textBuilders[kind](this.#next)
    return [...this.#begin(item), item.append(text)]
  }

  #appendCall({ index, id, name, arguments: fragment }: Extract<ChatEvent, { type: 'tool_call' }>): ItemEvent[] {
    const current = this.#calls.get(index)
    if (current !== undefined) return [current.append(fragment)]
    const call = createFunctionCallBuilder(this.#next, id ?? newId('call_'), name ?? '')
    this.#calls.set(index, call)
    return [...this.#begin(call), ...(fragment === '' ? [] : [call.append(fragment)])]
  }

  #finish({ reason, usage }: Extract<ChatEvent, { type: 'finish' }>): ItemEvent[] {
    const incomplete = { length: 'max_output_tokens', content_filter: 'content_filter' } as const
    const cause = reason === 'length' || reason === 'content_filter' ? incomplete[reason] : undefined
    const status = cause === undefined ? 'completed' : 'incomplete'
    // A response without output would leave clients with nothing to display.
    const empty = this.#items.length === 0 ? this.#begin(createMessageBuilder(this.#next)) : []
    const ended = [...this.#open].flatMap((item) => this.#close(item, status))
    this.#response = {
      ...this.#response,
      status,
      completed_at: cause === undefined ? Math.floor(this.#now() / 1_000) : null,
      incomplete_details: cause === undefined ? null : { reason: cause },
      output: this.#snapshot(),
      usage: encodeResponseUsage(usage),
    }
    return [...empty, ...ended, this.#statusEvent(`response.${status}`)]
  }
}
