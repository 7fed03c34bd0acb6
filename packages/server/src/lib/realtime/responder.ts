import type { ChatMessage } from '@mira/engine'
import { ApiError, toApiError } from '../api-error.ts'
import { expectAnswer } from '../billing/expect-answer.ts'
import { createUsageRecorder } from '../billing/usage-recorder.ts'
import type { Call } from '../call.ts'
import type { ServerContext } from '../context.ts'
import { rejectBlockedText } from '../inference/moderation.ts'
import { newId } from '../wire/ids.ts'
import type { ResponseOverrides } from '../wire/realtime-client-event.ts'
import type { ServerEvent } from '../wire/realtime-dialect.ts'
import { toItem } from '../wire/realtime-item.ts'
import type { SessionSettings } from '../wire/realtime-session.ts'
import type { AdmittedSession } from './admitted-session.ts'
import { closeCode } from './close-codes.ts'
import type { Connection } from './connection.ts'
import { toMessages } from './conversation.ts'
import type { ConversationItems } from './conversation-items.ts'
import { type AdmittedResponse, type CancelReason, RealtimeResponse } from './realtime-response.ts'
import type { UsageMeter } from './usage-meter.ts'

/** Options of {@link Responder}. */
export interface ResponderOptions {
  readonly context: ServerContext
  readonly call: Call
  readonly admitted: AdmittedSession
  readonly meter: UsageMeter
  readonly connection: Connection
  readonly conversationId: string
  readonly items: ConversationItems
  /** Waits until all earlier speech is transcribed. */
  readonly transcribed: () => Promise<void>
  /** Called with an error whose cause the client cannot see. */
  readonly onFailure: (error: unknown) => void
}

/** Response to create. */
export interface NewResponse {
  /** Settings of the session, with those of the response applied. */
  readonly settings: SessionSettings
  readonly overrides: ResponseOverrides
  /** Id of the client event that requested the response. */
  readonly eventId: string | null
}

/** Generates the responses of a session, one at a time and each within the plan of its user. */
export class Responder {
  readonly #options: ResponderOptions
  #response: RealtimeResponse | undefined
  /** Resolves when no response is in progress and all are recorded. */
  #responding: Promise<void> = Promise.resolve()

  constructor(options: ResponderOptions) {
    this.#options = options
  }

  /**
   * Checks that a response may be created.
   *
   * @throws {ApiError} 400 while another one is in progress.
   */
  checkIdle(): void {
    if (!this.#response) return
    const detail = `Response ${this.#response.id} is already in progress; cancel it first`
    throw new ApiError(400, detail, { code: 'conversation_already_has_active_response' })
  }

  /** Waits until no response is in progress. */
  async idle(): Promise<void> {
    while (this.#response) await this.#responding
  }

  /** Creates a response; one that the plan does not allow is reported as an error. */
  create(newResponse: NewResponse): void {
    const { connection, call, admitted, items, meter } = this.#options
    const { settings, overrides } = newResponse
    const isInConversation = overrides.conversation !== 'none'
    const previous = this.#responding
    const response = new RealtimeResponse({
      chat: admitted.chat,
      speech: admitted.speech,
      caller: call.principal.userId,
      model: admitted.chatModel.id,
      settings,
      dialect: connection.dialect,
      metadata: overrides.metadata ?? null,
      conversationId: isInConversation ? this.#options.conversationId : null,
      admit: (id, signal) => previous.then(() => this.#admit(newResponse, { id, signal })),
      moderate: (messages) => this.#moderate(messages),
      send: (event) => this.#send(response, event),
      drained: (signal) => connection.drained(signal),
      onAudio: (durationMs) => void meter.add(durationMs),
      onItemStart: (item, timeline) => {
        if (isInConversation) items.start(item, timeline)
      },
      onItemEnd: (item) => {
        if (isInConversation) items.reportDone(item)
      },
      onUnspeakable: (sentence, reason) => {
        const detail = `Cannot speak ${JSON.stringify(sentence.trim())}: ${reason}`
        connection.reportError(new ApiError(400, detail, { code: 'unspeakable_text' }))
      },
      onRefused: (error) => this.#refuse(response, newResponse, error),
      onFailure: (error) => this.#options.onFailure(error),
    })
    this.#response = response
    this.#responding = response.run()
  }

  /**
   * Cancels a response on the client's request.
   *
   * @param id - Id of the response. Defaults to the one in progress.
   * @throws {ApiError} 400 when no such response is in progress.
   */
  cancel(id: string | null | undefined): void {
    if (this.#response && (id == null || id === this.#response.id)) return this.interrupt('client_cancelled')
    throw new ApiError(400, 'No such response is in progress', { code: 'response_cancel_not_active' })
  }

  /** Cancels the response in progress, if any. */
  interrupt(reason: CancelReason): void {
    this.#response?.cancel(reason)
  }

  /** Cancels the response in progress and waits until its usage is recorded. */
  async end(): Promise<void> {
    this.interrupt('client_cancelled')
    await this.#responding
  }

  /** Clears the response before its end is sent, since the client may request the next one at once. */
  #send(response: RealtimeResponse, event: ServerEvent): void {
    if (event.type === 'response.done' && this.#response === response) this.#response = undefined
    this.#options.connection.send(event)
  }

  #refuse(response: RealtimeResponse, { eventId }: NewResponse, error: unknown): void {
    const { connection, onFailure } = this.#options
    if (this.#response === response) this.#response = undefined
    const apiError = toApiError(error)
    if (apiError.status >= 500) onFailure(error)
    if (apiError.status === 402) connection.closeWithError(apiError, closeCode.balanceUsedUp)
    else connection.reportError(apiError, eventId)
  }

  /**
   * Admits a response like any other request.
   *
   * @throws {ApiError} 402, 403 or 429 when the plan's limits are exceeded, 400 for an invalid item.
   */
  async #admit(
    { settings, overrides }: NewResponse,
    { id, signal }: { readonly id: string; readonly signal: AbortSignal },
  ): Promise<AdmittedResponse> {
    const { context, admitted: session, transcribed, items } = this.#options
    await transcribed()
    signal.throwIfAborted()
    const { instructions, tools, maxOutputTokens } = settings
    const messages = overrides.input
      ? toMessages(
          overrides.input.map((item) => toItem(item, newId).item),
          instructions,
        )
      : items.toMessages(instructions)
    const maxTokens = maxOutputTokens === 'inf' ? undefined : maxOutputTokens
    const expected = expectAnswer({ messages, tools, maxTokens }, session.chatModel)
    // A response has an id of its own in the ledger and the usage.
    const call = { ...this.#options.call, requestId: id, signal }
    const admitted = await context.admission.admit(call, { expected, isExact: false, session })
    const request = { model: session.chatModel.id, messages }
    const recorder = createUsageRecorder(context, call, { engine: session.chat, request, admitted })
    context.pendingWork.add(recorder.ended)
    return { messages, maxTokens: expected.outputTokens, recorder }
  }

  async #moderate(messages: readonly ChatMessage[]): Promise<void> {
    const { context, call, connection } = this.#options
    const last = messages.findLast(({ role }) => role === 'user')
    if (typeof last?.content !== 'string') return
    const { signal } = connection
    await rejectBlockedText(context.chatModerator, [last.content], { signal, caller: call.principal.userId })
  }
}
