import { type Client, MiraError } from '@mira/core'
import { bytesPerMs } from './audio-format.ts'
import { BargeIn } from './barge-in.ts'
import type { RealtimeClientEvent, WireEvent } from './client-event.ts'
import type { Connection } from './connection.ts'
import type { ConversationItem } from './conversation-item.ts'
import { decodeEvent } from './decode-event.ts'
import { EventChannel } from './event-channel.ts'
import { type AudioChunk, pushAudio } from './push-audio.ts'
import { ReconnectingConnection, type TimingOptions } from './reconnecting-connection.ts'
import { ReplayState } from './replay-state.ts'
import { readSampleRates, type SampleRates } from './sample-rates.ts'
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
import type { SessionParams } from './session-config.ts'
import type { RealtimeSettings } from './settings.ts'
import { describeTool } from './tool.ts'
import { ToolCalls } from './tool-calls.ts'

/** Options of {@link RealtimeSession.interrupt}: the playback position, in one of two units. */
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
  readonly #connector: ReconnectingConnection
  readonly #tools: ToolCalls
  readonly #bargeIn: BargeIn = new BargeIn()
  readonly #abort: AbortController = new AbortController()
  #state: ConnectionState = 'connecting'
  /** The connection to which settings and history have been replayed. */
  #connection: Connection | undefined
  /** Whether the server answers `session.update`, so that it can be used as a probe. */
  #canProbe = false
  #pendingProbes = 0
  #serverRates: Partial<SampleRates> = {}
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
    this.#tools = new ToolCalls({
      signal: this.#abort.signal,
      isResponding: () => this.#bargeIn.isResponding || this.#state !== 'open',
      create: (item) => this.send({ type: 'conversation.item.create', item }),
      remember: (item) => this.#replayState.history.put(item),
      respond: () => this.send({ type: 'response.create' }),
      emit: (event) => this.#channel.emit(event),
    })
    this.#replayState.noteSent({ type: 'session.update', session: this.#readParams(params) })
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

  /** Sample rates of `pcm16` audio, from the options, otherwise from the server. Default to 24 000. */
  get sampleRates(): SampleRates {
    const { inputSampleRate, outputSampleRate } = this.#settings.audio ?? {}
    const { input = 24_000, output = 24_000 } = this.#serverRates
    return { input: inputSampleRate ?? input, output: outputSampleRate ?? output }
  }

  /** Duration of audio queued for sending, in milliseconds. */
  get bufferedMs(): number {
    return this.#sendQueue.bufferedMs
  }

  /**
   * Adds a listener for events of a type, or of any type (`*`).
   *
   * @param type - Documented name, or OpenAI's newer name, of the event.
   * @returns A function that removes the listener.
   */
  on<Type extends RealtimeEventType | RealtimeEventAlias>(
    type: Type,
    listener: (event: RealtimeEvent<CanonicalEventType<Type>>) => unknown,
  ): () => void
  on(type: '*', listener: (event: RealtimeEvent) => unknown): () => void
  on(type: string, listener: (event: never) => unknown): () => void {
    return this.#channel.on(type, listener)
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
   * Sends an event, now or after reconnecting. On each new connection, settings and items are replayed, a response in
   * progress is requested again, and events that concern a lost response (`response.cancel`) are dropped.
   *
   * @throws {MiraError} `stream_closed` when the session has ended; `limit_exceeded` when the send queue is full.
   */
  send(event: RealtimeClientEvent | WireEvent): void {
    if (this.#state === 'closed') throw closedError()
    const noted = this.#replayState.noteSent(event as WireEvent)
    if (event.type === 'input_audio_buffer.clear') this.#sendQueue.clearAudio()
    const isUrgent = event.type === 'response.cancel' || event.type === 'conversation.item.truncate'
    const isReplayed = replayedPattern.test(event.type)
    if (this.#connection || !isReplayed) this.#sendQueue.push(JSON.stringify(noted), { isUrgent, isReplayed })
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
  async sendAudio(audio: AudioChunk, durationMs?: number): Promise<void> {
    if (this.#state === 'closed') throw closedError()
    const format = this.#replayState.session.input_audio_format as string | undefined
    const sampleRate = this.#settings.audio?.inputSampleRate ?? this.#serverRates.input
    await pushAudio(this.#sendQueue, audio, { format, sampleRate, durationMs })
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
   * that the model's context matches what the user heard.
   */
  interrupt(options: InterruptOptions = {}): Interruption {
    return this.#interrupt(options, true)
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

  #opened(connection: Connection): void {
    this.#bargeIn.reset()
    this.#pendingProbes = 0
    for (const event of this.#replayState.replay()) connection.send(JSON.stringify(event))
    // From here on, events are queued for this connection and sent when it is ready.
    this.#connection = connection
    // Request the incomplete response again, unless a running tool call will request one when it completes.
    const { pendingRequest } = this.#replayState
    if (pendingRequest && !this.#tools.isBusy) this.send(pendingRequest)
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
    if (!this.#bargeIn.note(event)) return true
    this.#replayState.noteReceived(event)
    this.#follow(event)
    this.#channel.emit(event)
    this.#tools.note(event)
    return event.type !== 'error' && event.type !== 'mira.invalid_message'
  }

  #follow(event: RealtimeEvent): void {
    if (event.type === 'session.created' || event.type === 'session.updated') {
      this.#serverRates = { ...this.#serverRates, ...readSampleRates(event.session) }
    }
    if (event.type === 'input_audio_buffer.speech_started' && this.#settings.bargeIn !== 'manual') {
      this.#interruptBySpeech()
    }
  }

  #interruptBySpeech(): void {
    const { itemId, isResponding } = this.#bargeIn
    if (itemId === undefined && !isResponding) return
    // The server itself cancels the response when it detects speech.
    const playedMs = itemId === undefined ? undefined : this.playedMs?.(itemId)
    this.#interrupt({ playedMs }, false)
  }

  #interrupt({ itemId = this.#bargeIn.itemId, playedMs, playedSamples }: InterruptOptions, mustCancel: boolean) {
    const { outputSampleRate: rate = this.#serverRates.output } = this.#settings.audio ?? {}
    const perMs = bytesPerMs(this.#replayState.session.output_audio_format as string, rate)
    const samplesPerMs = (rate ?? ((perMs ?? 48) < 48 ? 8_000 : 24_000)) / 1_000
    const heardMs = playedMs ?? (playedSamples === undefined ? undefined : playedSamples / samplesPerMs)
    const { isResponding, heardShare, ...cut } = this.#bargeIn.cut(itemId, heardMs, perMs)
    if (this.#connection) {
      if (isResponding && mustCancel) this.send({ type: 'response.cancel', response_id: cut.responseId })
      if (cut.itemId && cut.audioEndMs !== undefined && heardShare !== 1) {
        const { itemId: item_id, audioEndMs: audio_end_ms } = cut
        this.send({ type: 'conversation.item.truncate', item_id, content_index: 0, audio_end_ms })
        if (heardShare !== undefined) this.#replayState.history.truncate(item_id, heardShare)
      }
    }
    this.#replayState.forgetResponse()
    this.#channel.emit({ type: 'mira.interrupted', ...cut })
    return cut
  }

  #probe(): boolean {
    if (!this.#canProbe) return false
    this.#pendingProbes += 1
    this.#connection?.send('{"type":"session.update","session":{}}')
    return true
  }
}

const closedError = (): MiraError => new MiraError('realtime: the session is closed', { code: 'stream_closed' })

/** Event types that are replayed on a new connection, or are meaningless there. */
const replayedPattern = /^(session\.update|conversation\.item\..*|response\.c.*)$/
