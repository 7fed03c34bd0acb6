import type { Client } from '@mira/core'
import { type AudioChunk, AudioInput } from './audio-input.ts'
import { type AudioFormats, bytesPerMs, type SampleRates } from './audio-settings.ts'
import { BargeIn, type Truncation } from './barge-in.ts'
import type { RealtimeClientEvent, WireEvent } from './client-event.ts'
import { closedError } from './closed-error.ts'
import type { Connection } from './connection.ts'
import type { ConversationItem } from './conversation-item.ts'
import { decodeEvent } from './decode-event.ts'
import { EventChannel } from './event-channel.ts'
import { ReconnectingConnection, type TimingOptions } from './reconnecting-connection.ts'
import { ReplayState } from './replay-state.ts'
import { ResponseQueue } from './response-queue.ts'
import { SendQueue } from './send-queue.ts'
import type {
  CanonicalEventType,
  ConnectionState,
  Interruption,
  RealtimeEvent,
  RealtimeEventAlias,
  RealtimeEventType,
  SessionEnd,
} from './server-event.ts'
import { SessionAudio } from './session-audio.ts'
import type { SessionParams } from './session-config.ts'
import type { RealtimeSettings } from './settings.ts'
import { describeTool } from './tool.ts'
import { ToolCalls } from './tool-calls.ts'
import { type WaitForOptions, waitForEvent } from './wait-for-event.ts'

/** Options of {@link RealtimeSession.interrupt}: the playback position, in one of two units. Defaults to `playedMs`. */
export interface InterruptOptions {
  /** Audio of the item that has been played, in milliseconds. */
  readonly playedMs?: number | undefined
  /** Audio of the item that has been played, in samples. Ignored if `playedMs` is set. */
  readonly playedSamples?: number | undefined
  /** Id of the item. Defaults to the item whose audio was received last. */
  readonly itemId?: string | undefined
}

/**
 * A realtime session that reconnects automatically. Created by `connectRealtime`. Iterate it for its events, or add
 * listeners with {@link RealtimeSession.on}.
 */
export class RealtimeSession implements AsyncIterable<RealtimeEvent>, AsyncDisposable {
  /** Resolves when the session has ended. Never rejects. */
  readonly closed: Promise<SessionEnd>
  /** Returns how much of an item's audio has been played, in milliseconds. Set by the audio player. */
  playedMs: ((itemId: string) => number) | undefined
  readonly #settings: RealtimeSettings
  readonly #channel: EventChannel
  readonly #replayState: ReplayState
  readonly #sendQueue: SendQueue
  readonly #input: AudioInput
  readonly #responses: ResponseQueue = new ResponseQueue()
  readonly #connector: ReconnectingConnection
  readonly #tools: ToolCalls
  readonly #bargeIn: BargeIn
  readonly #abort: AbortController = new AbortController()
  #state: ConnectionState = 'connecting'
  /** The connection to which settings and history have been replayed. */
  #connection: Connection | undefined
  /** Whether the server answers `session.update`, so that it can be used as a probe. */
  #canProbe = false
  #pendingProbes = 0
  readonly #audio: SessionAudio
  #onOpen: () => void = () => {}

  /** @internal */
  constructor(client: Client, params: SessionParams, settings: RealtimeSettings & TimingOptions) {
    const { clock, random, audio = {} } = settings
    this.#settings = settings
    this.playedMs = settings.playedMs
    this.#channel = new EventChannel(settings.maxUnreadEvents)
    this.#replayState = new ReplayState(settings.maxHistoryItems, random)
    this.#sendQueue = new SendQueue({
      clock,
      maxBufferedMs: audio.maxBufferedMs ?? 2_000,
      overflow: audio.overflow ?? 'wait',
      dropped: (durationMs) => this.#channel.emit({ type: 'mira.audio_dropped', durationMs }),
    })
    this.#audio = new SessionAudio(audio)
    this.#input = new AudioInput(this.#sendQueue)
    this.#bargeIn = new BargeIn({
      playedMs: (itemId) => this.playedMs?.(itemId),
      bytesPerMs: () => bytesPerMs(this.#audio.output),
      truncate: (truncation) => this.#truncate(truncation),
    })
    this.#tools = new ToolCalls({
      signal: this.#abort.signal,
      clock,
      timeoutMs: settings.toolTimeoutMs,
      isResponding: () => this.#responses.isResponding || this.#state !== 'open',
      create: (item) => this.send({ type: 'conversation.item.create', item }),
      remember: (item) => this.#replayState.history.put(item),
      respond: () => this.send({ type: 'response.create' }),
      emit: (event) => this.#channel.emit(event),
    })
    this.#replayState.noteSent({ type: 'session.update', session: this.#readParams(params) })
    this.#audio.update(this.#replayState.session)
    let end: (end: SessionEnd) => void = () => {}
    this.closed = new Promise((resolve) => {
      end = resolve
    })
    this.#connector = new ReconnectingConnection(client, settings, {
      clock,
      random,
      events: {
        opened: (connection) => this.#opened(connection),
        message: (text) => this.#receive(text),
        probe: () => this.#probe(),
        ready: (connection) => this.#ready(connection),
        state: (state, details) => this.#changeState(state, details),
        ended: (sessionEnd) => {
          this.#ended(sessionEnd.error)
          end(sessionEnd)
        },
      },
    })
    this.#connector.start()
  }

  /** State of the connection. Each change emits a `mira.state` event. */
  get state(): ConnectionState {
    return this.#state
  }

  /** Items of the conversation so far, as they would be replayed to the server after a reconnect. */
  get items(): readonly ConversationItem[] {
    return this.#replayState.history.items
  }

  /** Sample rates, from the options, otherwise from the server. Default to 24 000, and to 8 000 for G.711. */
  get sampleRates(): SampleRates {
    return this.#audio.sampleRates
  }

  /** Audio formats, as set by the parameters, otherwise as reported by the server. Default to `pcm16`. */
  get audioFormats(): AudioFormats {
    return this.#audio.formats
  }

  /** Duration of audio queued for sending, in milliseconds. */
  get bufferedMs(): number {
    return this.#sendQueue.bufferedMs
  }

  /**
   * Adds a listener for events of a type, or of any type (`*`).
   *
   * @param type - Documented name, or OpenAI's newer name, of the event, or a type unknown to this package, whose events
   * are passed as received.
   * @returns A function that removes the listener.
   */
  on<Type extends RealtimeEventType | RealtimeEventAlias>(
    type: Type,
    listener: (event: RealtimeEvent<CanonicalEventType<Type>>) => unknown,
  ): () => void
  on(type: '*', listener: (event: RealtimeEvent) => unknown): () => void
  on(type: string, listener: (event: WireEvent) => unknown): () => void
  on(type: string, listener: (event: never) => unknown): () => void {
    return this.#channel.on(type, listener)
  }

  /** Adds a listener that is removed after its first event. Otherwise like {@link RealtimeSession.on}. */
  once<Type extends RealtimeEventType | RealtimeEventAlias>(
    type: Type,
    listener: (event: RealtimeEvent<CanonicalEventType<Type>>) => unknown,
  ): () => void
  once(type: '*', listener: (event: RealtimeEvent) => unknown): () => void
  once(type: string, listener: (event: WireEvent) => unknown): () => void
  once(type: string, listener: (event: never) => unknown): () => void {
    const off = this.#channel.on(type, (event) => {
      off()
      return listener(event)
    })
    return off
  }

  /**
   * Waits for an event of a type.
   *
   * @example const { response } = await session.waitFor('response.done', { signal: AbortSignal.timeout(30_000) })
   * @throws {MiraError} the error that ended the session, or `stream_closed`, when it ends before.
   */
  waitFor<Type extends RealtimeEventType | RealtimeEventAlias>(
    type: Type,
    options?: WaitForOptions<RealtimeEvent<CanonicalEventType<Type>>>,
  ): Promise<RealtimeEvent<CanonicalEventType<Type>>>
  waitFor(type: string, options?: WaitForOptions<WireEvent>): Promise<WireEvent>
  waitFor(type: string, options: WaitForOptions<never> = {}): Promise<unknown> {
    return waitForEvent(this.#channel, type, options)
  }

  /**
   * Iterates over the events from now on; the first iterator or listener also receives events emitted before it.
   * Leaving the loop does not close the session.
   *
   * @throws {MiraError} when the session ends with an error; after an abort, `signal.reason` is thrown.
   */
  [Symbol.asyncIterator](): AsyncIterableIterator<RealtimeEvent> {
    return this.#channel.read()
  }

  /**
   * Sends an event, now or after reconnecting. A `response.create` is sent when the response in progress is done. On
   * each new connection, settings and items are replayed, a response in progress is requested again, and events that
   * concern a lost response (`response.cancel`) are dropped.
   *
   * @throws {MiraError} `stream_closed` when the session has ended; `limit_exceeded` when the send queue is full.
   */
  send(event: RealtimeClientEvent | WireEvent): void {
    if (this.#state === 'closed') throw closedError()
    const { type } = event
    if (type === 'input_audio_buffer.clear') this.#sendQueue.clearAudio()
    if (type.startsWith('input_audio_buffer.c')) this.#input.end()
    if (type === 'response.cancel') this.#forgetResponse()
    const noted = this.#replayState.noteSent(event as WireEvent)
    if (type === 'session.update') this.#audio.update(this.#replayState.session)
    if (type !== 'response.create' || this.#responses.admit(noted, this.#connection !== undefined)) this.#push(noted)
  }

  /** Updates the session settings, for this connection and later ones. */
  update(params: SessionParams): void {
    this.send({ type: 'session.update', session: this.#readParams(params) })
  }

  /** Sends a text message and requests a response. */
  sendText(text: string): void {
    this.send({
      type: 'conversation.item.create',
      item: { type: 'message', role: 'user', content: [{ type: 'input_text', text }] },
    })
    this.send({ type: 'response.create' })
  }

  /**
   * Sends audio in the session's input format. Await it for backpressure.
   *
   * @param durationMs - Duration of an Opus frame, which its size does not determine. Defaults to 20.
   * @throws {MiraError} `limit_exceeded` when too many calls are pending; `stream_closed` when the session has ended.
   */
  sendAudio(audio: AudioChunk, durationMs?: number): Promise<void> {
    const sent =
      this.#state === 'closed'
        ? Promise.reject(closedError())
        : this.#input.push(audio, { ...this.#audio.input, durationMs })
    // A caller that does not await it, such as the handler of a media stream, learns from `closed` that it was in vain.
    sent.catch(() => {})
    return sent
  }

  /**
   * Sends the output of a tool without `execute`. Only the first output of a call is sent, even across reconnects.
   *
   * @param callId - `call_id` of the function call.
   * @param output - A string is sent as is, any other value as JSON.
   */
  sendToolOutput(callId: string, output: unknown): void {
    this.#tools.answer(callId, output)
  }

  /**
   * Interrupts the response: cancels it, discards the remaining audio, and truncates the item to what was played, so
   * that the model's context matches what the user heard. An item that was heard to its end is not truncated.
   */
  interrupt({ itemId, playedMs, playedSamples }: InterruptOptions = {}): Interruption {
    const sampledMs = playedSamples === undefined ? undefined : (playedSamples * 1_000) / this.sampleRates.output
    const heardMs = playedMs ?? sampledMs
    if (this.#responses.isBusy && this.#connection) {
      this.#push({ type: 'response.cancel', response_id: this.#bargeIn.responseId })
    }
    const { isResponding } = this.#responses
    const options = { ...(itemId !== undefined && { itemId }), ...(heardMs !== undefined && { playedMs: heardMs }) }
    return this.#interrupted(this.#bargeIn.interrupt(isResponding, options))
  }

  /**
   * Closes the session.
   *
   * @param reason - Close reason, at most 123 bytes of UTF-8.
   * @throws {RangeError} when `reason` is longer, which does not fit into a close frame.
   */
  async close(reason = ''): Promise<void> {
    if (new TextEncoder().encode(reason).length > 123) throw new RangeError('reason must have at most 123 bytes')
    this.#connector.end({ closeCode: 1000, reason })
    await this.closed
  }

  /** Closes the session. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  /** Resolves when the server is ready; rejects if the session ends before. @internal */
  async waitUntilOpen(): Promise<void> {
    const opened = new Promise<undefined>((resolve) => {
      this.#onOpen = () => resolve(undefined)
    })
    const end = await Promise.race([opened, this.closed])
    if (end) throw end.error ?? closedError()
  }

  /** Ends the session with an error. @internal */
  fail(error: unknown): void {
    this.#connector.end({ closeCode: 1000, reason: '', error })
  }

  #readParams({ tools, ...fields }: SessionParams): Record<string, unknown> {
    if (!tools) return fields
    this.#tools.set(tools)
    return { ...fields, tools: tools.map(describeTool) }
  }

  #push(event: WireEvent | RealtimeClientEvent): void {
    const { type } = event
    const isUrgent = type === 'response.cancel' || type === 'conversation.item.truncate'
    const isReplayed = replayedPattern.test(type)
    if (this.#connection || !isReplayed) this.#sendQueue.push(JSON.stringify(event), { isUrgent, isReplayed })
  }

  #opened(connection: Connection): void {
    this.#pendingProbes = 0
    // Request the incomplete response again, unless a running tool call will request one when it completes.
    const isRepeated = !this.#tools.isBusy
    const lostId = this.#responses.reset(isRepeated)
    this.#bargeIn.reset(lostId !== undefined)
    for (const event of this.#replayState.replay()) connection.send(JSON.stringify(event))
    // From here on, events are queued for this connection and sent when it is ready.
    this.#connection = connection
    if (lostId !== undefined) this.#channel.emit({ type: 'mira.restarted', responseId: lostId || undefined })
    const request = this.#responses.next()
    if (request) this.#push(request)
  }

  #ready(connection: Connection): void {
    this.#state = 'open'
    this.#sendQueue.attach(connection)
    this.#tools.settle()
    this.#onOpen()
  }

  #changeState(state: ConnectionState, details: { attempt?: number | undefined; error?: unknown } = {}): void {
    this.#state = state
    if (state !== 'open') {
      this.#connection = undefined
      this.#sendQueue.attach(undefined)
    }
    this.#channel.emit({ type: 'mira.state', state, ...details })
  }

  #ended(error: unknown): void {
    this.#abort.abort(error)
    this.#sendQueue.close(error ?? closedError())
    this.#channel.end(error)
  }

  #receive(text: string): boolean {
    const event = decodeEvent(text)
    if (event.type === 'session.updated') {
      this.#canProbe = true
      if (this.#pendingProbes > 0) {
        this.#pendingProbes -= 1
        return true
      }
    }
    this.#connection?.noteError(event.type === 'error' ? (event.error ?? undefined) : undefined)
    if (!this.#bargeIn.note(event)) return true
    const request = this.#responses.note(event)
    this.#replayState.history.note(event)
    this.#follow(event)
    this.#channel.emit(event)
    if (request) this.#push(request)
    this.#tools.note(event)
    return event.type !== 'error' && event.type !== 'mira.invalid_message'
  }

  #follow(event: RealtimeEvent): void {
    if (event.type === 'session.created' || event.type === 'session.updated')
      this.#audio.update(this.#replayState.session, event.session)
    if (event.type === 'input_audio_buffer.speech_started' && this.#settings.bargeIn !== 'manual') {
      this.#interruptBySpeech()
    }
  }

  #interruptBySpeech(): void {
    const { isResponding } = this.#responses
    // The server itself cancels the response when it detects speech.
    const interruption = this.#bargeIn.interrupt(isResponding)
    if (!isResponding && interruption.itemId === undefined) return
    // The user's turn is answered with everything said before it.
    this.#responses.dropWaiting()
    this.#interrupted(interruption)
  }

  #interrupted(interruption: Interruption): Interruption {
    this.#forgetResponse()
    this.#channel.emit({ type: 'mira.interrupted', ...interruption })
    return interruption
  }

  /** Stops waiting for the interrupted response; the part received so far is kept. */
  #forgetResponse(): void {
    this.#responses.forget()
    this.#replayState.history.keepUnfinished()
  }

  #truncate({ itemId: item_id, audioEndMs: audio_end_ms, heardShare, isOnServer }: Truncation): void {
    if (isOnServer) this.#push({ type: 'conversation.item.truncate', item_id, content_index: 0, audio_end_ms })
    if (heardShare !== undefined) this.#replayState.history.truncate(item_id, heardShare)
  }

  #probe(): boolean {
    if (!this.#canProbe) return false
    this.#pendingProbes += 1
    this.#connection?.send('{"type":"session.update","session":{}}')
    return true
  }
}

/** Event types that are replayed on a new connection, or are meaningless there. */
const replayedPattern = /^(session\.update|conversation\.item\..*|response\.c.*)$/
