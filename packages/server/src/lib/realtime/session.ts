import type { ChatEngine, SpeechEngine, TurnDetector } from '@mira/engine'
import { ApiError, fieldError } from '../api-error.ts'
import type { Call, ServerContext } from '../context.ts'
import { refuseBlockedText } from '../inference/moderation.ts'
import { invalidRequest } from '../wire/describe-issues.ts'
import { newId } from '../wire/ids.ts'
import { type ClientEvent, clientEventTypes, type ResponseOverrides, schemaOf } from '../wire/realtime-client-event.ts'
import { encodeSession, type ServerEvent, type SessionFacts } from '../wire/realtime-dialect.ts'
import { encodeItem, type Item, type ReceivedItem, toItem } from '../wire/realtime-item.ts'
import { changeSettings, isNewerForm, type SessionChange, type SessionSettings } from '../wire/realtime-session.ts'
import { closeCode } from './close-codes.ts'
import type { Connection } from './connection.ts'
import { Conversation, toMessages } from './conversation.ts'
import { Hearing } from './hearing.ts'
import { InputAudio, type Turn } from './input-audio.ts'
import type { RecogniserPool } from './recogniser-pool.ts'
import { Response } from './response.ts'
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
  readonly pool: RecogniserPool
  readonly meter: UsageMeter
  readonly connection: Connection
}

/** Audio that may arrive ahead of real time, in seconds, as from a file. */
const maxAheadSeconds = 120
/** Tolerance for client clocks that run fast. */
const paceShare = 1.05

type Handlers = { [Type in ClientEvent['type']]: (event: ClientEvent<Type>) => void }

/** Voice session: handles the events of a client and generates responses. */
export class Session {
  readonly #options: SessionOptions
  readonly #connection: Connection
  readonly #conversation: Conversation
  readonly #conversationId = newId('conv_')
  readonly #input: InputAudio
  readonly #timelines = new Map<string, SpokenTimeline>()
  readonly #pace = new TokenBucket(maxAheadSeconds, paceShare)
  readonly #hearing: Hearing
  #settings: SessionSettings
  #response: Response | undefined
  /** Resolves when no response is in progress. */
  #responding: Promise<void> = Promise.resolve()

  constructor(options: SessionOptions) {
    const { context, connection, settings, detector, pool } = options
    this.#options = options
    this.#connection = connection
    this.#settings = settings
    this.#conversation = new Conversation(context.limits.maxMessages)
    this.#hearing = new Hearing({
      signal: connection.signal,
      send: (event) => this.#send(event),
      isTold: () => this.#settings.transcription !== null,
      failed: (error) => this.#logFailure(error),
    })
    this.#input = new InputAudio({
      detector,
      pool,
      settings,
      signal: connection.signal,
      events: {
        started: (item_id, audio_start_ms) => this.#speechStarted(item_id, audio_start_ms),
        stopped: (turn, audio_end_ms) => this.#speechStopped(turn, audio_end_ms),
        partial: (item_id, delta) => this.#hearing.tellPartial(item_id, delta),
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
        const given = JSON.stringify(type.slice(0, 100))
        throw fieldError('type', `unknown event ${given}; known: ${clientEventTypes.join(', ')}`)
      }
      const parsed = schema.safeParse(event)
      if (!parsed.success) throw invalidRequest(400, parsed.error.issues)
      const handler = this.#handlers[type as ClientEvent['type']] as (event: unknown) => void
      handler({ type, ...(parsed.data as object) })
    } catch (error) {
      this.#connection.fail(error, typeof event.event_id === 'string' ? event.event_id.slice(0, 512) : null)
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
      this.#forget({ id: item_id })
    },
    'conversation.item.retrieve': ({ item_id }) => {
      const item = encodeItem(this.#conversation.get(item_id), this.#connection.dialect)
      this.#send({ type: 'conversation.item.retrieved', item })
    },
    'conversation.item.truncate': (event) => this.#truncate(event),
    'response.create': ({ response }) => {
      if (this.#response) {
        const detail = `The response ${this.#response.id} is being made already; cancel it first`
        throw new ApiError(400, detail, { code: 'conversation_already_has_active_response' })
      }
      this.#respond(response ?? {})
    },
    'response.cancel': ({ response_id }) => this.#cancel(response_id),
  }

  #update(change: SessionChange): void {
    const settings = this.#changed(change)
    if (isNewerForm(change) && this.#options.facts.mayChangeDialect) this.#connection.speak('newer')
    this.#settings = settings
    this.#input.configure(settings)
    this.#send({ type: 'session.updated', session: this.#encodeSession() })
  }

  /**
   * Returns the settings after a change.
   *
   * @throws {ApiError} 400 for an unknown voice.
   */
  #changed(change: SessionChange): SessionSettings {
    const settings = changeSettings(this.#settings, change)
    const voices = this.#options.speech.voices().map(({ id }) => id)
    if (voices.includes(settings.voice)) return settings
    throw fieldError('session.voice', `unknown voice ${JSON.stringify(settings.voice)}; known: ${voices.join(', ')}`)
  }

  #append(audio: string): void {
    const durationMs = this.#input.append(audio)
    this.#options.meter.add(durationMs)
    if (this.#pace.take(durationMs / 1_000)) return
    const detail = `Rate limit exceeded: sound comes more than ${maxAheadSeconds} seconds ahead of time`
    this.#connection.refuse(new ApiError(429, detail), closeCode.tooManyRequests)
  }

  #speechStarted(item_id: string, audio_start_ms: number): void {
    this.#send({ type: 'input_audio_buffer.speech_started', audio_start_ms, item_id })
    if (this.#settings.turnDetection?.interrupt_response) this.#response?.cancel('turn_detected')
  }

  #speechStopped(turn: Turn, audio_end_ms: number): void {
    this.#send({ type: 'input_audio_buffer.speech_stopped', audio_end_ms, item_id: turn.itemId })
    const heard = this.#commit(turn)
    if (this.#settings.turnDetection?.create_response !== true) return
    void heard.then(async (transcript) => {
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
    return this.#hearing.hear(itemId, utterance, (transcript) => {
      part.transcript = transcript
    })
  }

  #addReceived({ item, audio }: ReceivedItem, previousId: string | null | undefined): void {
    this.#add(item, previousId)
    if (!audio) return
    void this.#hearing.hear(item.id, this.#input.hear(Buffer.from(audio.base64, 'base64')), (transcript) => {
      audio.part.transcript = transcript
    })
  }

  #add(item: Item, after?: string | null): void {
    const forgotten = this.#conversation.add(item, after)
    const encoded = encodeItem(item, this.#connection.dialect)
    const previous_item_id = this.#conversation.before(item.id)
    this.#send({ type: 'conversation.item.created', previous_item_id, item: encoded })
    if (item.status !== 'in_progress') this.#tellDone(item)
    for (const old of forgotten) this.#forget(old)
  }

  /** OpenAI's newer API reports an item twice: when it is added and when it is done. */
  #tellDone(item: Item): void {
    const { dialect } = this.#connection
    if (dialect !== 'newer') return
    const previous_item_id = this.#conversation.before(item.id)
    this.#send({ type: 'conversation.item.done', previous_item_id, item: encodeItem(item, dialect) })
  }

  #forget({ id }: { readonly id: string }): void {
    this.#timelines.delete(id)
    this.#send({ type: 'conversation.item.deleted', item_id: id })
  }

  /** Truncates an interrupted answer, so that the model sees only what the user heard. */
  #truncate({ item_id, content_index, audio_end_ms }: ClientEvent<'conversation.item.truncate'>): void {
    const item = this.#conversation.get(item_id)
    const timeline = this.#timelines.get(item_id)
    if (item.type !== 'message' || !timeline) throw fieldError('item_id', 'only spoken answers can be cut')
    if (audio_end_ms > timeline.durationMs + 1) {
      throw fieldError('audio_end_ms', `the sound ends at ${Math.round(timeline.durationMs)}, before ${audio_end_ms}`)
    }
    item.content = [{ type: 'audio', transcript: timeline.textUntil(audio_end_ms) }]
    this.#send({ type: 'conversation.item.truncated', item_id, content_index, audio_end_ms })
  }

  #cancel(responseId: string | null | undefined): void {
    if (this.#response && (responseId == null || responseId === this.#response.id)) {
      return this.#response.cancel('client_cancelled')
    }
    throw new ApiError(400, 'There is no such response to cancel', { code: 'response_cancel_not_active' })
  }

  #respond(overrides: ResponseOverrides): void {
    const { connection, call, chat, speech, chatModel, meter } = this.#options
    const isKept = overrides.conversation !== 'none'
    const response = new Response({
      chat,
      speech,
      caller: call.principal.userId,
      model: chatModel,
      settings: this.#changed(overrides),
      dialect: connection.dialect,
      metadata: overrides.metadata ?? null,
      conversationId: isKept ? this.#conversationId : null,
      messages: () => this.#messages(overrides),
      send: (event) => this.#sendOf(response, event),
      drained: (signal) => connection.drained(signal),
      spoke: (durationMs) => meter.add(durationMs),
      began: (item, timeline) => {
        if (!isKept) return
        if (timeline) this.#timelines.set(item.id, timeline)
        this.#add(item)
      },
      ended: (item) => {
        if (isKept) this.#tellDone(item)
      },
      unspeakable: (sentence, reason) => {
        const detail = `No sound for ${JSON.stringify(sentence.trim())}: ${reason}`
        connection.fail(new ApiError(400, detail, { code: 'unspeakable_text' }))
      },
      failed: (error) => this.#logFailure(error),
    })
    this.#response = response
    this.#responding = response.run()
  }

  /** Clears the response before its end is sent, since the client may request the next one at once. */
  #sendOf(response: Response, event: ServerEvent): void {
    if (event.type === 'response.done' && this.#response === response) this.#response = undefined
    this.#send(event)
  }

  async #messages({ input, instructions }: ResponseOverrides) {
    await this.#hearing.settled()
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
      await refuseBlockedText(context.chatModerator, [last.content], { signal, caller: call.principal.userId })
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
    context.logger.error({ requestId: call.requestId, path: call.endpoint, err }, 'realtime answer failed')
  }
}
