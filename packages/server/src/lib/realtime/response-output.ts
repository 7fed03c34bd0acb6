import { newId } from '../wire/ids.ts'
import type { Dialect, ServerEvent } from '../wire/realtime-dialect.ts'
import {
  encodeItem,
  encodePart,
  type FunctionCallItem,
  type ItemPart,
  type MessageItem,
} from '../wire/realtime-item.ts'
import { SentenceSplitter } from './sentence-splitter.ts'
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
  onAudio(durationMs: number): void
  /** Called when an item starts. */
  onItemStart(item: MessageItem | FunctionCallItem, timeline?: SpokenTimeline): void
  /** Called when an item ends. */
  onItemEnd(item: MessageItem | FunctionCallItem): void
  /** Called for text that cannot be spoken. */
  onUnspeakable(sentence: string, reason: string): void
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
  readonly #cutter = new SentenceSplitter()
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
    context.onItemStart(this.item, speaker && this.#timeline)
    send({ type: 'response.content_part.added', ...this.#position, part: this.#encodePart() })
  }

  /** Adds text; in a spoken message, complete sentences are spoken. */
  async write(text: string): Promise<void> {
    if (this.#speaker) for (const sentence of this.#cutter.push(text)) await this.#say(sentence)
    else await this.#sendDelta('response.text.delta', text)
  }

  /** Speaks the remaining text. */
  async finish(): Promise<void> {
    const rest = this.#cutter.flush()
    if (rest !== '') await this.#say(rest)
  }

  close(status: 'completed' | 'incomplete'): void {
    if (this.item.status !== 'in_progress') return
    this.item.status = status
    const { send, dialect, responseId } = this.#context
    if (this.#speaker) {
      send({ type: 'response.audio.done', ...this.#position })
      send({ type: 'response.audio_transcript.done', ...this.#position, transcript: this.#text })
    } else send({ type: 'response.text.done', ...this.#position, text: this.#text })
    send({ type: 'response.content_part.done', ...this.#position, part: this.#encodePart() })
    const item = encodeItem(this.item, dialect)
    send({ type: 'response.output_item.done', response_id: responseId, output_index: this.#index, item })
    this.#context.onItemEnd(this.item)
  }

  async #say(sentence: string): Promise<void> {
    const { signal, send, onAudio, drained } = this.#context
    this.#timeline.begin(sentence)
    await this.#sendDelta('response.audio_transcript.delta', sentence)
    try {
      for await (const { bytes, durationMs } of this.#speaker!.say(sentence, signal)) {
        signal.throwIfAborted()
        this.#timeline.extend(durationMs)
        onAudio(durationMs)
        send({ type: 'response.audio.delta', ...this.#position, delta: bytes.toString('base64') })
        await drained(signal)
      }
    } catch (error) {
      if (!isUnspeakable(error)) throw error
      this.#context.onUnspeakable(sentence, error.message)
    }
  }

  async #sendDelta(type: string, delta: string): Promise<void> {
    const { signal, send, drained } = this.#context
    signal.throwIfAborted()
    this.#text += delta
    this.item.content = [this.#part()]
    send({ type, ...this.#position, delta })
    await drained(signal)
  }

  #part(): ItemPart {
    return this.#speaker ? { type: 'audio', transcript: this.#text.trim() } : { type: 'text', text: this.#text }
  }

  #encodePart(): Record<string, unknown> {
    return encodePart(this.#part(), 'assistant', this.#context.dialect)
  }

  get #position(): Record<string, unknown> {
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
    context.onItemStart(this.item)
  }

  write(delta: string): void {
    if (delta === '') return
    this.item.arguments += delta
    this.#context.send({ type: 'response.function_call_arguments.delta', ...this.#position, delta })
  }

  close(status: 'completed' | 'incomplete'): void {
    if (this.item.status !== 'in_progress') return
    this.item.status = status
    const { send, dialect, responseId } = this.#context
    const { name, arguments: json } = this.item
    if (status === 'completed') {
      send({ type: 'response.function_call_arguments.done', ...this.#position, name, arguments: json })
    }
    const item = encodeItem(this.item, dialect)
    send({ type: 'response.output_item.done', response_id: responseId, output_index: this.#index, item })
    this.#context.onItemEnd(this.item)
  }

  get #position(): Record<string, unknown> {
    const { id: item_id, callId: call_id } = this.item
    return { response_id: this.#context.responseId, item_id, output_index: this.#index, call_id }
  }
}
