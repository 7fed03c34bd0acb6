import { newId } from '../wire/ids.ts'
import type { Dialect, ServerEvent } from '../wire/realtime-dialect.ts'
import {
  encodeItem,
  encodePart,
  type FunctionCallItem,
  type ItemPart,
  type MessageItem,
} from '../wire/realtime-item.ts'
import { SentenceCutter } from './sentence-cutter.ts'
import { isUnspeakable, type Speaker } from './speaker.ts'
import { SpokenTimeline } from './spoken-timeline.ts'

/** Context shared by the outputs of a response. */
export interface OutputContext {
  readonly responseId: string
  readonly dialect: Dialect
  readonly signal: AbortSignal
  send(event: ServerEvent): void
  /** Waits until the client has read enough of what was sent. */
  drained(signal: AbortSignal): Promise<void>
  /** Called with the duration of audio that was sent. */
  spoke(durationMs: number): void
  /** Called when an item starts. */
  began(item: MessageItem | FunctionCallItem, timeline?: SpokenTimeline): void
  /** Called when an item ends. */
  ended(item: MessageItem | FunctionCallItem): void
  /** Called for text that cannot be spoken. */
  unspeakable(sentence: string, reason: string): void
}

/** Output item of a response in progress. */
export interface ResponseOutput {
  readonly item: MessageItem | FunctionCallItem
  /** Ends the item, completed or truncated. Idempotent. */
  close(status: 'completed' | 'incomplete'): void
}

/** Message of a response, written or spoken sentence by sentence. */
export class MessageOutput implements ResponseOutput {
  readonly item: MessageItem
  readonly #context: OutputContext
  readonly #index: number
  readonly #speaker: Speaker | undefined
  readonly #cutter = new SentenceCutter()
  readonly #timeline = new SpokenTimeline()
  #text = ''

  /** @param speaker - `undefined` for a written message. */
  constructor(context: OutputContext, index: number, speaker: Speaker | undefined) {
    this.#context = context
    this.#index = index
    this.#speaker = speaker
    const { send, dialect, responseId } = context
    this.item = { id: newId('item_'), type: 'message', role: 'assistant', status: 'in_progress', content: [] }
    const common = { response_id: responseId, output_index: index, item: encodeItem(this.item, dialect) }
    send({ type: 'response.output_item.added', ...common })
    context.began(this.item, speaker && this.#timeline)
    send({ type: 'response.content_part.added', ...this.#place, part: this.#encodePart() })
  }

  /** Adds text; in a spoken message, complete sentences are spoken. */
  async write(text: string): Promise<void> {
    if (this.#speaker) for (const sentence of this.#cutter.push(text)) await this.#say(sentence)
    else await this.#tell('response.text.delta', text)
  }

  /** Speaks the remaining text. */
  async finish(): Promise<void> {
    const rest = this.#cutter.finish()
    if (rest !== '') await this.#say(rest)
  }

  close(status: 'completed' | 'incomplete'): void {
    if (this.item.status !== 'in_progress') return
    this.item.status = status
    const { send, dialect, responseId } = this.#context
    if (this.#speaker) {
      send({ type: 'response.audio.done', ...this.#place })
      send({ type: 'response.audio_transcript.done', ...this.#place, transcript: this.#text })
    } else send({ type: 'response.text.done', ...this.#place, text: this.#text })
    send({ type: 'response.content_part.done', ...this.#place, part: this.#encodePart() })
    const item = encodeItem(this.item, dialect)
    send({ type: 'response.output_item.done', response_id: responseId, output_index: this.#index, item })
    this.#context.ended(this.item)
  }

  async #say(sentence: string): Promise<void> {
    const { signal, send, spoke, drained } = this.#context
    this.#timeline.begin(sentence)
    await this.#tell('response.audio_transcript.delta', sentence)
    try {
      for await (const { bytes, durationMs } of this.#speaker!.say(sentence, signal)) {
        signal.throwIfAborted()
        this.#timeline.extend(durationMs)
        spoke(durationMs)
        send({ type: 'response.audio.delta', ...this.#place, delta: bytes.toString('base64') })
        await drained(signal)
      }
    } catch (error) {
      if (!isUnspeakable(error)) throw error
      this.#context.unspeakable(sentence, error.message)
    }
  }

  async #tell(type: string, delta: string): Promise<void> {
    const { signal, send, drained } = this.#context
    signal.throwIfAborted()
    this.#text += delta
    this.item.content = [this.#part()]
    send({ type, ...this.#place, delta })
    await drained(signal)
  }

  #part(): ItemPart {
    return this.#speaker ? { type: 'audio', transcript: this.#text.trim() } : { type: 'text', text: this.#text }
  }

  #encodePart(): Record<string, unknown> {
    return encodePart(this.#part(), 'assistant', this.#context.dialect)
  }

  get #place(): Record<string, unknown> {
    const { responseId } = this.#context
    return { response_id: responseId, item_id: this.item.id, output_index: this.#index, content_index: 0 }
  }
}

/** Function call of a response. */
export class CallOutput implements ResponseOutput {
  readonly item: FunctionCallItem
  readonly #context: OutputContext
  readonly #index: number

  constructor(context: OutputContext, index: number, call: { readonly id: string; readonly name: string }) {
    this.#context = context
    this.#index = index
    const common = { id: newId('item_'), type: 'function_call', status: 'in_progress', arguments: '' } as const
    this.item = { ...common, callId: call.id, name: call.name }
    const { send, dialect, responseId } = context
    const item = encodeItem(this.item, dialect)
    send({ type: 'response.output_item.added', response_id: responseId, output_index: index, item })
    context.began(this.item)
  }

  write(delta: string): void {
    if (delta === '') return
    this.item.arguments += delta
    this.#context.send({ type: 'response.function_call_arguments.delta', ...this.#place, delta })
  }

  close(status: 'completed' | 'incomplete'): void {
    if (this.item.status !== 'in_progress') return
    this.item.status = status
    const { send, dialect, responseId } = this.#context
    const { name, arguments: json } = this.item
    if (status === 'completed') {
      send({ type: 'response.function_call_arguments.done', ...this.#place, name, arguments: json })
    }
    const item = encodeItem(this.item, dialect)
    send({ type: 'response.output_item.done', response_id: responseId, output_index: this.#index, item })
    this.#context.ended(this.item)
  }

  get #place(): Record<string, unknown> {
    const { id: item_id, callId: call_id } = this.item
    return { response_id: this.#context.responseId, item_id, output_index: this.#index, call_id }
  }
}
