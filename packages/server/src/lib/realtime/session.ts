import type { ChatEngine, SpeechEngine, TurnDetector } from '@mira/engine'
import { ApiError, fieldError } from '../api-error.ts'
import type { Call } from '../call.ts'
import type { ServerContext } from '../context.ts'
import { rejectBlockedText } from '../inference/moderation.ts'
import { invalidRequest } from '../wire/describe-issues.ts'
import { newId } from '../wire/ids.ts'
import { type ClientEvent, clientEventTypes, type ResponseOverrides, schemaOf } from '../wire/realtime-client-event.ts'
import { encodeSession, type ServerEvent, type SessionFacts } from '../wire/realtime-dialect.ts'
import { encodeItem, type Item, type ReceivedItem, toItem } from '../wire/realtime-item.ts'
import { changeSettings, isNewerForm, type SessionChange, type SessionSettings } from '../wire/realtime-session.ts'
import { closeCode } from './close-codes.ts'
import type { Connection } from './connection.ts'
import { Conversation, toMessages } from './conversation.ts'
import { InputAudio, type Turn } from './input-audio.ts'
import { PendingTranscriptions } from './pending-transcriptions.ts'
import { RealtimeResponse } from './realtime-response.ts'
import type { RecognizerPool } from './recognizer-pool.ts'
import type { SpokenTimeline } from './spoken-timeline.ts'
import { TokenBucket } from './token-bucket.ts'
import type { UsageMeter } from './usage-meter.ts'

/** Options of {@link Session}. */
export interface SessionOptions {
  readonly context: ServerContext
  readonly call: Call
  readonly facts: SessionFacts
  /** Chat model that generates the responses. */
  readonly chatModel: string
  readonly settings: SessionSettings
  readonly chat: ChatEngine
  readonly speech: SpeechEngine
  readonly detector: TurnDetector
  readonly pool: RecognizerPool
  readonly meter: UsageMeter
  readonly connection: Connection
}

/** Audio that may arrive ahead of real time, in seconds, as from a file. */
const maxAheadSeconds = 120
/** Tolerance for client clocks that run fast. */
const paceFactor = 1.05

type Handlers = { [Type in ClientEvent['type']]: (event: ClientEvent<Type>) => void }

/** Voice session: handles the events of a client and generates responses. */
export class Session {
  readonly #options: SessionOptions
  readonly #connection: Connection
  readonly #conversation: Conversation
  readonly #conversationId = newId('conv_')
  readonly #input: InputAudio
  readonly #timelines = new Map<string, SpokenTimeline>()
  readonly #pace = new TokenBucket(maxAheadSeconds, paceFactor)
  readonly #transcriptions: PendingTranscriptions
  #settings: SessionSettings
  #response: RealtimeResponse | undefined
  /** Resolves when no response is in progress. */
  #responding: Promise<void> = Promise.resolve()

  constructor(options: SessionOptions) {
    const { context, connection, settings, detector, pool } = options
    this.#options = options
    this.#connection = connection
    this.#settings = settings
    this.#conversation = new Conversation(context.limits.maxMessages)
    this.#transcriptions = new PendingTranscriptions({
      signal: connection.signal,
      send: (event) => this.#send(event),
      isEnabled: () => this.#settings.transcription !== null,
      onFailure: (error) => this.#logFailure(error),
    })
    this.#input = new InputAudio({
      detector,
      pool,
      settings,
      signal: connection.signal,
      events: {
        started: (item_id, audio_start_ms) => this.#speechStarted(item_id, audio_start_ms),
        stopped: (turn, audio_end_ms) => this.#speechStopped(turn, audio_end_ms),
        partial: (item_id, delta) => this.#transcriptions.sendPartial(item_id, delta),
      },
    })
  }

  /** Sends the initial events. */
  begin(): void {
    this.#send({ type: 'session.created', session: this.#encodeSession() })
    if (this.#connection.dialect === 'newer') return
    const conversation = { id: this.#conversationId, object: 'realtime.conversation' }
    this.#send({ type: 'conversation.created', conversation })
  }

  /** Handles an event of the client; errors are reported to the client. */
  handle(event: Record<string, unknown>): void {
    try {
      const { type } = event as { type: string }
      const schema = schemaOf(type)
      if (!schema) {
        const name = JSON.stringify(type.slice(0, 100))
        throw fieldError('type', `unknown event ${name}; supported events: ${clientEventTypes.join(', ')}`)
      }
      const parsed = schema.safeParse(event)
      if (!parsed.success) throw invalidRequest(400, parsed.error.issues)
      const handler = this.#handlers[type as ClientEvent['type']] as (event: unknown) => void
      handler({ type, ...(parsed.data as object) })
    } catch (error) {
      this.#connection.reportError(error, typeof event.event_id === 'string' ? event.event_id.slice(0, 512) : null)
    }
  }

  /** Cancels the response in progress and releases the input audio. */
  end(): void {
    this.#response?.cancel('client_cancelled')
    this.#input.close()
  }

  readonly #handlers: Handlers = {
    'session.update': ({ session }) => this.#update(session),
    'input_audio_buffer.append': ({ audio }) => this.#append(audio),
    'input_audio_buffer.commit': () => this.#commit(this.#input.commit()),
    'input_audio_buffer.clear': () => {
      this.#input.clear()
      this.#send({ type: 'input_audio_buffer.cleared' })
    },
    'conversation.item.create': ({ item, previous_item_id }) =>
      this.#addReceived(toItem(item, newId), previous_item_id),
    'conversation.item.delete': ({ item_id }) => {
      this.#conversation.delete(item_id)
      this.#reportDeleted({ id: item_id })
    },
    'conversation.item.retrieve': ({ item_id }) => {
      const item = encodeItem(this.#conversation.get(item_id), this.#connection.dialect)
      this.#send({ type: 'conversation.item.retrieved', item })
    },
    'conversation.item.truncate': (event) => this.#truncate(event),
    'response.create': ({ response }) => {
      if (this.#response) {
        const detail = `Response ${this.#response.id} is already in progress; cancel it first`
        throw new ApiError(400, detail, { code: 'conversation_already_has_active_response' })
      }
      this.#respond(response ?? {})
    },
    'response.cancel': ({ response_id }) => this.#cancel(response_id),
  }

  #update(change: SessionChange): void {
    const settings = this.#applyChange(change)
    if (isNewerForm(change) && this.#options.facts.mayChangeDialect) this.#connection.switchDialect('newer')
    this.#settings = settings
    this.#input.configure(settings)
    this.#send({ type: 'session.updated', session: this.#encodeSession() })
  }

  /**
   * Returns the settings after a change.
   *
   * @throws {ApiError} 400 for an unknown voice.
   */
  #applyChange(change: SessionChange): SessionSettings {
    const settings = changeSettings(this.#settings, change)
    const voices = this.#options.speech.voices().map(({ id }) => id)
    if (voices.includes(settings.voice)) return settings
    throw fieldError(
      'session.voice',
      `unknown voice ${JSON.stringify(settings.voice)}; available voices: ${voices.join(', ')}`,
    )
  }

  #append(audio: string): void {
    const durationMs = this.#input.append(audio)
    this.#options.meter.add(durationMs)
    if (this.#pace.take(durationMs / 1_000)) return
    const detail = `Rate limit exceeded: audio arrived more than ${maxAheadSeconds} seconds ahead of real time`
    this.#connection.closeWithError(new ApiError(429, detail), closeCode.tooManyRequests)
  }

  #speechStarted(item_id: string, audio_start_ms: number): void {
    this.#send({ type: 'input_audio_buffer.speech_started', audio_start_ms, item_id })
    if (this.#settings.turnDetection?.interrupt_response) this.#response?.cancel('turn_detected')
  }

  #speechStopped(turn: Turn, audio_end_ms: number): void {
    this.#send({ type: 'input_audio_buffer.speech_stopped', audio_end_ms, item_id: turn.itemId })
    const transcription = this.#commit(turn)
    if (this.#settings.turnDetection?.create_response !== true) return
    void transcription.then(async (transcript) => {
      // Noise that was mistaken for speech needs no response.
      if (transcript === '') return
      while (this.#response) await this.#responding
      this.#respond({})
    })
  }

  /**
   * Adds a turn to the conversation.
   *
   * @returns The transcript; empty when recognition failed.
   */
  #commit({ itemId, utterance }: Turn): Promise<string> {
    const part = { type: 'audio' as const, transcript: null as string | null }
    const item: Item = { id: itemId, type: 'message', role: 'user', status: 'completed', content: [part] }
    this.#send({
      type: 'input_audio_buffer.committed',
      previous_item_id: this.#conversation.lastId,
      item_id: itemId,
    })
    this.#add(item)
    return this.#transcriptions.track(itemId, utterance, (transcript) => {
      part.transcript = transcript
    })
  }

  #addReceived({ item, audio }: ReceivedItem, previousId: string | null | undefined): void {
    this.#add(item, previousId)
    if (!audio) return
    void this.#transcriptions.track(
      item.id,
      this.#input.transcribe(Buffer.from(audio.base64, 'base64')),
      (transcript) => {
        audio.part.transcript = transcript
      },
    )
  }

  #add(item: Item, after?: string | null): void {
    const dropped = this.#conversation.add(item, after)
    const encoded = encodeItem(item, this.#connection.dialect)
    const previous_item_id = this.#conversation.before(item.id)
    this.#send({ type: 'conversation.item.created', previous_item_id, item: encoded })
    if (item.status !== 'in_progress') this.#sendItemDone(item)
    for (const old of dropped) this.#reportDeleted(old)
  }

  /** OpenAI's newer API reports an item twice: when it is added and when it is done. */
  #sendItemDone(item: Item): void {
    const { dialect } = this.#connection
    if (dialect !== 'newer') return
    const previous_item_id = this.#conversation.before(item.id)
    this.#send({ type: 'conversation.item.done', previous_item_id, item: encodeItem(item, dialect) })
  }

  #reportDeleted({ id }: { readonly id: string }): void {
    this.#timelines.delete(id)
    this.#send({ type: 'conversation.item.deleted', item_id: id })
  }

  /** Truncates an interrupted answer, so that the model sees only what the user heard. */
  #truncate({ item_id, content_index, audio_end_ms }: ClientEvent<'conversation.item.truncate'>): void {
    const item = this.#conversation.get(item_id)
    const timeline = this.#timelines.get(item_id)
    if (item.type !== 'message' || !timeline) throw fieldError('item_id', 'only spoken answers can be truncated')
    if (audio_end_ms > timeline.durationMs + 1) {
      throw fieldError(
        'audio_end_ms',
        `${audio_end_ms} is after the end of the audio at ${Math.round(timeline.durationMs)}`,
      )
    }
    item.content = [{ type: 'audio', transcript: timeline.textUntil(audio_end_ms) }]
    this.#send({ type: 'conversation.item.truncated', item_id, content_index, audio_end_ms })
  }

  #cancel(responseId: string | null | undefined): void {
    if (this.#response && (responseId == null || responseId === this.#response.id)) {
      return this.#response.cancel('client_cancelled')
    }
    throw new ApiError(400, 'No such response is in progress', { code: 'response_cancel_not_active' })
  }

  #respond(overrides: ResponseOverrides): void {
    const { connection, call, chat, speech, chatModel, meter } = this.#options
    const isInConversation = overrides.conversation !== 'none'
    const response = new RealtimeResponse({
      chat,
      speech,
      caller: call.principal.userId,
      model: chatModel,
      settings: this.#applyChange(overrides),
      dialect: connection.dialect,
      metadata: overrides.metadata ?? null,
      conversationId: isInConversation ? this.#conversationId : null,
      messages: () => this.#messages(overrides),
      send: (event) => this.#sendForResponse(response, event),
      drained: (signal) => connection.drained(signal),
      onAudio: (durationMs) => meter.add(durationMs),
      onItemStart: (item, timeline) => {
        if (!isInConversation) return
        if (timeline) this.#timelines.set(item.id, timeline)
        this.#add(item)
      },
      onItemEnd: (item) => {
        if (isInConversation) this.#sendItemDone(item)
      },
      onUnspeakable: (sentence, reason) => {
        const detail = `Cannot speak ${JSON.stringify(sentence.trim())}: ${reason}`
        connection.reportError(new ApiError(400, detail, { code: 'unspeakable_text' }))
      },
      onFailure: (error) => this.#logFailure(error),
    })
    this.#response = response
    this.#responding = response.run()
  }

  /** Clears the response before its end is sent, since the client may request the next one at once. */
  #sendForResponse(response: RealtimeResponse, event: ServerEvent): void {
    if (event.type === 'response.done' && this.#response === response) this.#response = undefined
    this.#send(event)
  }

  async #messages({ input, instructions }: ResponseOverrides) {
    await this.#transcriptions.settled()
    const { context, call } = this.#options
    const spoken = instructions ?? this.#settings.instructions
    const messages = input
      ? toMessages(
          input.map((item) => toItem(item, newId).item),
          spoken,
        )
      : this.#conversation.toMessages(spoken)
    const last = messages.findLast(({ role }) => role === 'user')
    if (typeof last?.content === 'string') {
      const { signal } = this.#connection
      await rejectBlockedText(context.chatModerator, [last.content], { signal, caller: call.principal.userId })
    }
    return messages
  }

  #encodeSession(): Record<string, unknown> {
    return encodeSession(this.#options.facts, this.#settings, this.#connection.dialect)
  }

  #send(event: ServerEvent): void {
    this.#connection.send(event)
  }

  #logFailure(err: unknown): void {
    const { context, call } = this.#options
    context.logger.error({ requestId: call.requestId, path: call.endpoint, err }, 'realtime response failed')
  }
}
