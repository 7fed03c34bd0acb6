import type { ChatEngine, ChatEvent, ChatFinishReason, ChatMessage, ChatUsage, SpeechEngine } from '@mira/engine'
import { toApiError } from '../api-error.ts'
import type { UsageRecorder } from '../billing/usage-recorder.ts'
import { toErrorObject } from '../wire/error-body.ts'
import { newId } from '../wire/ids.ts'
import { encodeResponseSettings } from '../wire/realtime-dialect.ts'
import { encodeItem } from '../wire/realtime-item.ts'
import type { SessionSettings } from '../wire/realtime-session.ts'
import { ResponseInterrupted } from './response-interrupted.ts'
import { CallOutput, MessageOutput, type OutputContext, type ResponseOutput } from './response-output.ts'
import { Speaker } from './speaker.ts'

/** Reason for canceling a response. */
export type CancelReason = 'turn_detected' | 'client_cancelled'

/** Response that the plan allows. */
export interface AdmittedResponse {
  readonly messages: readonly ChatMessage[]
  /** Maximum output tokens. */
  readonly maxTokens: number
  readonly recorder: UsageRecorder
}

/** Options of {@link RealtimeResponse}. */
export interface RealtimeResponseOptions extends Omit<OutputContext, 'responseId' | 'signal'> {
  readonly settings: SessionSettings
  readonly model: string
  readonly metadata: Record<string, unknown> | null
  readonly conversationId: string | null
  readonly chat: ChatEngine
  readonly speech: SpeechEngine | undefined
  /** Id of the user who receives the response. */
  readonly caller: string
  /**
   * Admits the response under the plan of its user, once all earlier speech is transcribed.
   *
   * @throws {ApiError} 402, 403 or 429 when the plan does not allow it.
   */
  readonly admit: (id: string, signal: AbortSignal) => Promise<AdmittedResponse>
  /**
   * Moderates the messages to answer.
   *
   * @throws {ApiError} 422 for blocked text.
   */
  readonly moderate: (messages: readonly ChatMessage[]) => Promise<void>
  /** Called when the response was not admitted; no event was sent. */
  readonly onRefused: (error: unknown) => void
  /** Called with an error whose cause the client cannot see. */
  readonly onFailure: (error: unknown) => void
}

/** Response of a session: generated, spoken and sent to the client, or canceled. */
export class RealtimeResponse {
  readonly id: string = newId('resp_')
  readonly #options: RealtimeResponseOptions
  readonly #abort = new AbortController()
  readonly #output: OutputContext
  readonly #speaker: Speaker | undefined
  #outputs: ResponseOutput[] = []
  #message: MessageOutput | undefined
  readonly #calls = new Map<number, CallOutput>()
  #usage: ChatUsage | undefined
  #reason: ChatFinishReason = 'stop'
  #hasStarted = false
  #isOver = false
  #wasCanceled = false

  constructor(options: RealtimeResponseOptions) {
    this.#options = options
    this.#output = { ...options, responseId: this.id, signal: this.#abort.signal }
    const { speech, settings, caller } = options
    this.#speaker = speech && settings.modalities.includes('audio') ? new Speaker(speech, settings, caller) : undefined
  }

  /** Generates the response and records its usage; errors are reported to the client. */
  async run(): Promise<void> {
    let admitted: AdmittedResponse
    try {
      admitted = await this.#options.admit(this.id, this.#abort.signal)
    } catch (error) {
      if (this.#isOver) return
      this.#isOver = true
      return this.#options.onRefused(error)
    }
    try {
      await this.#generate(admitted)
    } finally {
      await admitted.recorder.abort(this.#wasCanceled ? 'cancelled' : 'error')
      await admitted.recorder.end()
    }
  }

  /** Cancels the response immediately. */
  cancel(reason: CancelReason): void {
    this.#wasCanceled = true
    this.#end('cancelled', { type: 'cancelled', reason })
  }

  async #generate(admitted: AdmittedResponse): Promise<void> {
    if (this.#isOver) return
    this.#start()
    try {
      await this.#answer(admitted)
      if (this.#reason === 'length') this.#end('incomplete', { type: 'incomplete', reason: 'max_output_tokens' })
      else this.#end('completed', null)
    } catch (error) {
      if (this.#isOver) return
      if (error instanceof ResponseInterrupted) {
        await this.#message?.finish()
        return this.cancel('turn_detected')
      }
      this.#options.onFailure(error)
      const { type, code, message } = toErrorObject(toApiError(error))
      this.#end('failed', { type: 'failed', error: { type, code, message } })
    }
  }

  async #answer({ messages, maxTokens, recorder }: AdmittedResponse): Promise<void> {
    const { chat, model, settings, moderate, caller } = this.#options
    const { tools, toolChoice, temperature } = settings
    const { signal } = this.#abort
    await moderate(messages)
    const isSpoken = this.#speaker !== undefined
    const request = {
      model,
      messages,
      ...(tools.length > 0 && { tools, toolChoice }),
      temperature,
      maxTokens,
      isSpoken,
    }
    signal.throwIfAborted()
    for await (const event of chat.generate(request, { signal, caller })) {
      signal.throwIfAborted()
      await recorder.record(event)
      await this.#handle(event)
    }
    await this.#message?.finish()
  }

  async #handle(event: ChatEvent): Promise<void> {
    switch (event.type) {
      case 'text':
        this.#message ??= this.#open((index) => new MessageOutput(this.#output, index, this.#speaker))
        return this.#message.write(event.text)
      case 'tool_call':
        return this.#callOf(event).write(event.arguments)
      case 'finish':
        this.#usage = event.usage
        this.#reason = event.reason
    }
  }

  #callOf({ index, id, name }: Extract<ChatEvent, { type: 'tool_call' }>): CallOutput {
    const existing = this.#calls.get(index)
    if (existing) return existing
    const call = { id: id ?? newId('call_'), name: name ?? '' }
    const output = this.#open((outputIndex) => new CallOutput(this.#output, outputIndex, call))
    this.#calls.set(index, output)
    return output
  }

  #open<Output extends ResponseOutput>(make: (index: number) => Output): Output {
    const output = make(this.#outputs.length)
    this.#outputs.push(output)
    return output
  }

  #end(status: 'completed' | 'cancelled' | 'failed' | 'incomplete', details: object | null): void {
    if (this.#isOver) return
    this.#isOver = true
    // Canceled while it was being admitted.
    this.#start()
    for (const output of this.#outputs) output.close(status === 'completed' ? 'completed' : 'incomplete')
    this.#options.send({ type: 'response.done', response: this.#encode(status, details) })
    this.#abort.abort(new DOMException('The response has ended', 'AbortError'))
  }

  #start(): void {
    if (this.#hasStarted) return
    this.#hasStarted = true
    this.#options.send({ type: 'response.created', response: this.#encode('in_progress', null) })
  }

  #encode(status: string, details: object | null): Record<string, unknown> {
    const { dialect, settings, metadata, conversationId } = this.#options
    return {
      id: this.id,
      object: 'realtime.response',
      status,
      status_details: details,
      output: this.#outputs.map(({ item }) => encodeItem(item, dialect)),
      conversation_id: conversationId,
      ...encodeResponseSettings(settings, dialect),
      metadata,
      usage: this.#usage ? encodeUsage(this.#usage) : null,
    }
  }
}

function encodeUsage({ promptTokens, completionTokens }: ChatUsage): Record<string, unknown> {
  return {
    total_tokens: promptTokens + completionTokens,
    input_tokens: promptTokens,
    output_tokens: completionTokens,
    input_token_details: { text_tokens: promptTokens, audio_tokens: 0, cached_tokens: 0 },
    output_token_details: { text_tokens: completionTokens, audio_tokens: 0 },
  }
}
