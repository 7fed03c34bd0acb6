import type { Client } from '@mira/core'
import type { AudioChunk } from './audio-input.ts'
import type { AudioFormats, SampleRates } from './audio-settings.ts'
import type { RealtimeClientEvent, WireEvent } from './client-event.ts'
import type { ConversationItem } from './conversation-item.ts'
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
import { SessionCore } from './session-core.ts'
import type { SessionSettings } from './settings.ts'
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
  readonly #core: SessionCore

  /** @internal */
  constructor(client: Client, params: SessionParams, settings: SessionSettings) {
    this.#core = new SessionCore(client, params, settings)
  }

  /** Resolves when the session has ended. Never rejects. */
  get closed(): Promise<SessionEnd> {
    return this.#core.closed
  }

  /** Returns how much of an item's audio has been played, in milliseconds. Set by the audio player. */
  get playedMs(): ((itemId: string) => number) | undefined {
    return this.#core.playedMs
  }
  set playedMs(playedMs: ((itemId: string) => number) | undefined) {
    this.#core.playedMs = playedMs
  }

  /** State of the connection. Each change emits a `mira.state` event. */
  get state(): ConnectionState {
    return this.#core.state
  }

  /** Items of the conversation so far, as they would be replayed to the server after a reconnect. */
  get items(): readonly ConversationItem[] {
    return this.#core.replayState.history.items
  }

  /** Sample rates, from the options, otherwise from the server. Default to 24 000, and to 8 000 for G.711. */
  get sampleRates(): SampleRates {
    return this.#core.audio.sampleRates
  }

  /** Audio formats, as set by the parameters, otherwise as reported by the server. Default to `pcm16`. */
  get audioFormats(): AudioFormats {
    return this.#core.audio.formats
  }

  /** Duration of audio queued for sending, in milliseconds. */
  get bufferedMs(): number {
    return this.#core.sendQueue.bufferedMs
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
    return this.#core.channel.on(type, listener)
  }

  /** Adds a listener that is removed after its first event. Otherwise like {@link RealtimeSession.on}. */
  once<Type extends RealtimeEventType | RealtimeEventAlias>(
    type: Type,
    listener: (event: RealtimeEvent<CanonicalEventType<Type>>) => unknown,
  ): () => void
  once(type: '*', listener: (event: RealtimeEvent) => unknown): () => void
  once(type: string, listener: (event: WireEvent) => unknown): () => void
  once(type: string, listener: (event: never) => unknown): () => void {
    const off = this.#core.channel.on(type, (event) => {
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
    return waitForEvent(this.#core.channel, type, options)
  }

  /**
   * Iterates over the events from now on; the first iterator or listener also receives events emitted before it.
   * Leaving the loop does not close the session.
   *
   * @throws {MiraError} when the session ends with an error; after an abort, `signal.reason` is thrown.
   */
  [Symbol.asyncIterator](): AsyncIterableIterator<RealtimeEvent> {
    return this.#core.channel.read()
  }

  /**
   * Sends an event, now or after reconnecting. A `response.create` is sent when the response in progress is done. On
   * each new connection, settings and items are replayed, a response in progress is requested again, and events that
   * concern a lost response (`response.cancel`) are dropped.
   *
   * @throws {MiraError} `stream_closed` when the session has ended; `limit_exceeded` when the send queue is full.
   */
  send(event: RealtimeClientEvent | WireEvent): void {
    this.#core.send(event)
  }

  /** Updates the session settings, for this connection and later ones. */
  update(params: SessionParams): void {
    this.#core.update(params)
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
    return this.#core.sendAudio(audio, durationMs)
  }

  /**
   * Sends the output of a tool without `execute`. Only the first output of a call is sent, even across reconnects.
   *
   * @param callId - `call_id` of the function call.
   * @param output - A string is sent as is, any other value as JSON.
   */
  sendToolOutput(callId: string, output: unknown): void {
    this.#core.tools.answer(callId, output)
  }

  /**
   * Interrupts the response: cancels it, discards the remaining audio, and truncates the item to what was played, so
   * that the model's context matches what the user heard. An item that was heard to its end is not truncated.
   */
  interrupt({ itemId, playedMs, playedSamples }: InterruptOptions = {}): Interruption {
    const sampledMs = playedSamples && (playedSamples * 1_000) / this.sampleRates.output
    return this.#core.interrupt({ itemId, playedMs: playedMs ?? sampledMs })
  }

  /**
   * Closes the session.
   *
   * @param reason - Close reason, at most 123 bytes of UTF-8.
   * @throws {RangeError} when `reason` is longer, which does not fit into a close frame.
   */
  async close(reason = ''): Promise<void> {
    if (new TextEncoder().encode(reason).length > 123) throw new RangeError('reason must have at most 123 bytes')
    this.#core.connector.end({ closeCode: 1000, reason })
    await this.closed
  }

  /** Closes the session. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  /** Resolves when the server is ready; rejects if the session ends before. @internal */
  async waitUntilOpen(): Promise<void> {
    await this.#core.waitUntilOpen()
  }

  /** Ends the session with an error. @internal */
  fail(error: unknown): void {
    this.#core.fail(error)
  }
}
