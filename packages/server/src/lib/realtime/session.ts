import { ApiError, fieldError, toApiError } from '../api-error.ts'
import type { Call } from '../call.ts'
import type { ServerContext } from '../context.ts'
import { invalidRequest } from '../wire/describe-issues.ts'
import { newId } from '../wire/ids.ts'
import { type ClientEvent, clientEventTypes, type ResponseOverrides, schemaOf } from '../wire/realtime-client-event.ts'
import { encodeSession, type SessionFacts } from '../wire/realtime-dialect.ts'
import type { Item, ReceivedItem } from '../wire/realtime-item.ts'
import { toItem } from '../wire/realtime-item.ts'
import { isNewerForm, type SessionChange, type SessionSettings } from '../wire/realtime-session.ts'
import type { AdmittedSession } from './admitted-session.ts'
import { applySessionChange } from './apply-session-change.ts'
import { closeCode } from './close-codes.ts'
import type { Connection } from './connection.ts'
import { ConversationItems } from './conversation-items.ts'
import { InputAudio, type Turn } from './input-audio.ts'
import { PendingTranscriptions } from './pending-transcriptions.ts'
import type { RecognizerLeases } from './recognizer-pool.ts'
import { Responder } from './responder.ts'
import { TokenBucket } from './token-bucket.ts'
import type { UsageMeter } from './usage-meter.ts'

/** Options of {@link Session}. */
export interface SessionOptions {
  readonly context: ServerContext
  readonly call: Call
  readonly admitted: AdmittedSession
  readonly facts: SessionFacts
  readonly settings: SessionSettings
  readonly pool: RecognizerLeases
  readonly meter: UsageMeter
  readonly connection: Connection
}

/** Audio that may arrive ahead of real time, in seconds, as from a file. */
const maxAheadSeconds = 120
/** Tolerance for client clocks that run fast. */
const paceFactor = 1.05

/** Handlers of the client events; `eventId` is the client's id of the event. */
type Handlers = { [Type in ClientEvent['type']]: (event: ClientEvent<Type>, eventId: string | null) => void }

/** Voice session: handles the events of a client. */
export class Session {
  readonly #options: SessionOptions
  readonly #connection: Connection
  readonly #conversationId = newId('conv_')
  readonly #items: ConversationItems
  readonly #input: InputAudio
  readonly #pace = new TokenBucket(maxAheadSeconds, paceFactor)
  readonly #transcriptions: PendingTranscriptions
  readonly #responder: Responder
  #settings: SessionSettings

  constructor(options: SessionOptions) {
    const { context, connection, settings, admitted, pool } = options
    this.#options = options
    this.#connection = connection
    this.#settings = settings
    this.#items = new ConversationItems(connection, context.limits.maxMessages)
    this.#transcriptions = new PendingTranscriptions({
      signal: connection.signal,
      send: (event) => connection.send(event),
      isEnabled: () => this.#settings.transcription !== null,
      onFailure: (error) => this.#logFailure(error),
    })
    this.#responder = new Responder({
      ...options,
      conversationId: this.#conversationId,
      items: this.#items,
      transcribed: () => this.#transcriptions.settled(),
      onFailure: (error) => this.#logFailure(error),
    })
    this.#input = new InputAudio({
      detector: admitted.detector,
      pool,
      settings,
      signal: connection.signal,
      events: {
        started: (item_id, audio_start_ms) => this.#speechStarted(item_id, audio_start_ms),
        stopped: (turn, audio_end_ms) => this.#speechStopped(turn, audio_end_ms),
        partial: (item_id, delta) => this.#transcriptions.sendPartial(item_id, delta),
        failed: (error) => {
          this.#logFailure(error)
          connection.reportError(error)
        },
      },
      pauseUntil: (done) => connection.pauseUntil(done),
    })
  }

  /** Sends the initial events. */
  begin(): void {
    this.#connection.send({ type: 'session.created', session: this.#encode() })
    if (this.#connection.dialect === 'newer') return
    const conversation = { id: this.#conversationId, object: 'realtime.conversation' }
    this.#connection.send({ type: 'conversation.created', conversation })
  }

  /** Handles an event of the client; errors are reported to the client. */
  handle(event: Record<string, unknown>): void {
    const eventId = typeof event.event_id === 'string' ? event.event_id.slice(0, 512) : null
    try {
      const { type } = event as { type: string }
      const schema = schemaOf(type)
      if (!schema) {
        const name = JSON.stringify(type.slice(0, 100))
        throw fieldError('type', `unknown event ${name}; supported events: ${clientEventTypes.join(', ')}`)
      }
      const parsed = schema.safeParse(event)
      if (!parsed.success) throw invalidRequest(400, parsed.error.issues, event)
      const handler = this.#handlers[type as ClientEvent['type']] as (event: unknown, eventId: string | null) => void
      handler({ type, ...(parsed.data as object) }, eventId)
    } catch (error) {
      this.#connection.reportError(error, eventId)
    }
  }

  /** Releases the input audio, cancels the response in progress, and waits until its usage is recorded. */
  async end(): Promise<void> {
    this.#input.close()
    await this.#responder.end()
  }

  readonly #handlers: Handlers = {
    'session.update': ({ session }) => this.#update(session),
    'input_audio_buffer.append': ({ audio }) => void this.#meter(this.#input.append(audio)),
    'input_audio_buffer.commit': () => void this.#commit(this.#input.commit()),
    'input_audio_buffer.clear': () => {
      this.#input.clear()
      this.#connection.send({ type: 'input_audio_buffer.cleared' })
    },
    'conversation.item.create': ({ item, previous_item_id }) =>
      this.#addReceived(toItem(item, newId), previous_item_id),
    'conversation.item.delete': (event) => this.#items.delete(event),
    'conversation.item.retrieve': (event) => this.#items.retrieve(event),
    'conversation.item.truncate': (event) => this.#items.truncate(event),
    'response.create': ({ response }, eventId) => {
      this.#responder.checkIdle()
      this.#respond(response ?? {}, eventId)
    },
    'response.cancel': ({ response_id }) => this.#responder.cancel(response_id),
  }

  #update(change: SessionChange): void {
    const settings = this.#applyChange(change)
    if (isNewerForm(change) && this.#options.facts.mayChangeDialect) this.#connection.switchDialect('newer')
    this.#settings = settings
    this.#input.configure(settings)
    this.#connection.send({ type: 'session.updated', session: this.#encode() })
  }

  #applyChange(change: SessionChange): SessionSettings {
    return applySessionChange(this.#settings, change, this.#options.admitted.speech)
  }

  /**
   * Meters received audio, and closes the session when it arrives too far ahead of real time.
   *
   * @returns Whether the session goes on.
   */
  #meter(durationMs: number): boolean {
    const recording = this.#options.meter.add(durationMs)
    if (recording) this.#connection.pauseUntil(recording)
    if (this.#pace.take(durationMs / 1_000)) return true
    const detail = `Rate limit exceeded: audio arrived more than ${maxAheadSeconds} seconds ahead of real time`
    this.#connection.closeWithError(new ApiError(429, detail), closeCode.tooManyRequests)
    return false
  }

  #speechStarted(item_id: string, audio_start_ms: number): void {
    this.#connection.send({ type: 'input_audio_buffer.speech_started', audio_start_ms, item_id })
    if (this.#settings.turnDetection?.interrupt_response) this.#responder.interrupt('turn_detected')
  }

  #speechStopped(turn: Turn, audio_end_ms: number): void {
    this.#connection.send({ type: 'input_audio_buffer.speech_stopped', audio_end_ms, item_id: turn.itemId })
    const transcription = this.#commit(turn)
    if (this.#settings.turnDetection?.create_response !== true) return
    void transcription.then(async (transcript) => {
      // Noise that was mistaken for speech needs no response.
      if (transcript === '') return
      await this.#responder.idle()
      if (!this.#connection.signal.aborted) this.#respond({}, null)
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
    const previous_item_id = this.#items.lastId
    this.#connection.send({ type: 'input_audio_buffer.committed', previous_item_id, item_id: itemId })
    this.#items.add(item)
    return this.#transcriptions.track(itemId, utterance, (transcript) => {
      part.transcript = transcript
    })
  }

  #addReceived({ item, audio }: ReceivedItem, previousId: string | null | undefined): void {
    this.#items.add(item, previousId)
    if (!audio) return
    const bytes = Buffer.from(audio.base64, 'base64')
    if (!this.#meter(this.#input.durationOf(bytes))) return
    void this.#transcriptions.track(item.id, this.#input.transcribe(bytes), (transcript) => {
      audio.part.transcript = transcript
    })
  }

  #respond(overrides: ResponseOverrides, eventId: string | null): void {
    this.#responder.create({ settings: this.#applyChange(overrides), overrides, eventId })
  }

  #encode(): Record<string, unknown> {
    return encodeSession(this.#options.facts, this.#settings, this.#connection.dialect)
  }

  #logFailure(err: unknown): void {
    const { context, call } = this.#options
    // A caller must not fill the log with its own mistakes.
    if (toApiError(err).status < 500) return
    context.logger.error({ requestId: call.requestId, path: call.endpoint, err }, 'realtime response failed')
  }
}
