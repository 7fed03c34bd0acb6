import type { Client } from '@mira/core'
import { base64Length, startTask, type Task, type TaskFields } from '@mira/core/internal'
import { type AudioChunk, AudioInput } from './audio-input.ts'
import { bytesPerMs } from './audio-settings.ts'
import { BargeIn } from './barge-in.ts'
import type { BargeInHost, InterruptedItem, Truncation } from './barge-in-host.ts'
import type { RealtimeClientEvent, WireEvent } from './client-event.ts'
import { closedError } from './closed-error.ts'
import type { Connection } from './connection.ts'
import { decodeEvent } from './decode-event.ts'
import { EventChannel } from './event-channel.ts'
import { ReconnectingConnection, type ReconnectingHost, type StateDetails } from './reconnecting-connection.ts'
import { ReplayState } from './replay-state.ts'
import { ResponseQueue } from './response-queue.ts'
import { SendQueue } from './send-queue.ts'
import type { ConnectionState, Interruption, RealtimeEvent, SessionEnd } from './server-event.ts'
import { SessionAudio } from './session-audio.ts'
import type { SessionParams } from './session-config.ts'
import type { SessionSettings } from './settings.ts'
import type { Message } from './sockets/socket.ts'
import { describeTool } from './tool.ts'
import { ToolCalls, type ToolHost } from './tool-calls.ts'
import { UsageReporter } from './usage-reporter.ts'

/** Event types that are replayed on a new connection, or are meaningless there. */
const replayedPattern = /^(session\.update|conversation\.item\..*|response\.c.*)$/

/** Private part of a session: routes events between connection, listeners, and the state of the conversation. */
export class SessionCore implements ReconnectingHost, BargeInHost, ToolHost {
  readonly settings: SessionSettings
  readonly closed: Promise<SessionEnd>
  readonly channel: EventChannel
  readonly replayState: ReplayState
  readonly sendQueue: SendQueue
  readonly audio: SessionAudio
  readonly tools: ToolCalls
  readonly connector: ReconnectingConnection
  readonly #task: Task
  readonly #client: Client
  state: ConnectionState = 'connecting'
  /** Returns how much of an item's audio has been played, in milliseconds. */
  playedMs: ((itemId: string) => number) | undefined
  readonly #input: AudioInput
  readonly #responses = new ResponseQueue()
  readonly #bargeIn = new BargeIn(this)
  /** The connection to which settings and history have been replayed. */
  #connection: Connection | undefined
  /** Whether the server answers `session.update`, so that it can be used as a probe. */
  #canProbe = false
  #pendingProbes = 0
  /** Duration of the audio in events of the caller, in milliseconds. */
  #directMs = 0
  readonly #usage: UsageReporter | undefined
  #onOpen = (): void => {}
  #onEnd: (end: SessionEnd) => void = () => {}

  constructor(client: Client, params: SessionParams, settings: SessionSettings) {
    this.settings = settings
    this.#client = client
    this.#task = startTask(client, { operation: 'realtime.session' })
    this.playedMs = settings.playedMs
    this.channel = new EventChannel(settings.maxUnreadEvents)
    this.replayState = new ReplayState(settings)
    this.sendQueue = new SendQueue(settings, (event) => this.emit(event))
    this.audio = new SessionAudio(settings.audio)
    this.tools = new ToolCalls(this)
    this.#input = new AudioInput(this.sendQueue)
    this.#usage = settings.onSessionUsage && new UsageReporter(this, settings.onSessionUsage)
    this.closed = new Promise((resolve) => {
      this.#onEnd = resolve
    })
    this.#noteSent(this.#toUpdate(params))
    this.connector = new ReconnectingConnection(client, settings, this)
    this.connector.start()
  }

  /** Whether the server would reject a request for a response. */
  get isResponding(): boolean {
    return this.#responses.isResponding || this.state !== 'open'
  }

  /** Duration of the audio that has been sent, in milliseconds. */
  get sentMs(): number {
    return this.sendQueue.sentMs + this.#directMs
  }

  get bytesPerMs(): number | undefined {
    return bytesPerMs(this.audio.output)
  }

  startTask(about: TaskFields): Task {
    return this.#task.run(() => startTask(this.#client, about))
  }

  emit(event: RealtimeEvent): void {
    this.channel.emit(event)
  }

  send(event: RealtimeClientEvent | WireEvent): void {
    if (this.state === 'closed') throw closedError()
    const { type } = event
    if (type === 'input_audio_buffer.clear') this.sendQueue.clearAudio()
    if (type.startsWith('input_audio_buffer.c')) this.#input.end()
    if (type === 'response.cancel') this.#forgetResponse()
    if (type === 'input_audio_buffer.append' && typeof event.audio === 'string')
      this.#directMs += base64Length(event.audio) / (bytesPerMs(this.audio.input) ?? Number.POSITIVE_INFINITY)
    const noted = this.#noteSent(event)
    if (type !== 'response.create' || this.#responses.admit(noted, this.#connection !== undefined)) this.#push(noted)
  }

  update(params: SessionParams): void {
    this.send(this.#toUpdate(params))
  }

  sendAudio(audio: AudioChunk, durationMs: number | undefined): Promise<void> {
    return this.#input.push(audio, this.audio.input, durationMs)
  }

  /** Resolves when the server is ready; rejects if the session ends before. */
  async waitUntilOpen(): Promise<void> {
    const opened = new Promise<void>((resolve) => {
      this.#onOpen = resolve
    })
    const end = await Promise.race([opened, this.closed])
    if (end) throw end.error ?? closedError()
  }

  /** Ends the session with an error. */
  fail(error: unknown): void {
    this.connector.end({ closeCode: 1000, reason: '', error })
  }

  /** Interrupts the response, at the request of the caller. */
  interrupt(item: InterruptedItem): Interruption {
    if (this.#responses.isBusy && this.#connection) {
      this.#push({ type: 'response.cancel', response_id: this.#bargeIn.responseId })
    }
    return this.#interrupted(this.#bargeIn.interrupt(this.#responses.isResponding, item))
  }

  truncate({ itemId: item_id, audioEndMs: audio_end_ms, heardShare, isOnServer }: Truncation): void {
    if (isOnServer) this.#push({ type: 'conversation.item.truncate', item_id, content_index: 0, audio_end_ms })
    if (heardShare !== undefined) this.replayState.history.truncate(item_id, heardShare)
  }

  opened(connection: Connection): void {
    this.#pendingProbes = 0
    // Request the incomplete response again, unless a running tool call will request one when it completes.
    const lostId = this.#responses.reset(!this.tools.isBusy)
    this.#bargeIn.reset(lostId !== undefined)
    for (const event of this.replayState.replay()) connection.send(JSON.stringify(event))
    // From here on, events are queued for this connection and sent when it is ready.
    this.#connection = connection
    if (lostId !== undefined) this.emit({ type: 'mira.restarted', responseId: lostId || undefined })
    this.#push(this.#responses.next())
  }

  changeState(state: ConnectionState, details?: StateDetails): void {
    this.state = state
    const isOpen = state === 'open'
    if (!isOpen) this.#connection = undefined
    this.sendQueue.attach(this.#connection)
    if (isOpen) {
      this.tools.settle()
      this.#onOpen()
    }
    this.#task.note({ name: state, error: details?.error })
    this.emit({ type: 'mira.state', state, ...details })
  }

  ended(end: SessionEnd): void {
    const { error } = end
    this.tools.abort(error)
    this.#task.end({ error })
    this.#usage?.reportAudio()
    this.sendQueue.close(error ?? closedError())
    this.channel.end(error)
    this.#onEnd(end)
  }

  probe(): boolean {
    if (this.#canProbe) {
      this.#pendingProbes += 1
      this.#connection?.send('{"type":"session.update","session":{}}')
    }
    return this.#canProbe
  }

  message(message: Message): boolean {
    const event = decodeEvent(message)
    const { type } = event
    if (type === 'session.updated') {
      this.#canProbe = true
      if (this.#pendingProbes > 0) {
        this.#pendingProbes -= 1
        return true
      }
    }
    const isError = type === 'error'
    if (this.#connection) this.#connection.lastError = isError ? event.error : undefined
    this.#usage?.note(event)
    this.#task.note({ name: type, event: () => event })
    if (!this.#bargeIn.note(event)) return true
    const request = this.#responses.note(event)
    this.replayState.history.note(event)
    if (type === 'session.created' || type === 'session.updated') {
      this.audio.update(this.replayState.session, event.session)
    }
    if (type === 'input_audio_buffer.speech_started' && this.settings.bargeIn !== 'manual') this.#interruptBySpeech()
    this.emit(event)
    this.#push(request)
    this.tools.note(event)
    return !isError && type !== 'mira.invalid_message'
  }

  #toUpdate({ tools, ...fields }: SessionParams): RealtimeClientEvent {
    if (tools) this.tools.set(tools)
    return { type: 'session.update', session: tools ? { ...fields, tools: tools.map(describeTool) } : fields }
  }

  #noteSent(event: RealtimeClientEvent | WireEvent): WireEvent {
    const noted = this.replayState.noteSent(event as WireEvent)
    if (event.type === 'session.update') this.audio.update(this.replayState.session)
    return noted
  }

  #push(event: WireEvent | RealtimeClientEvent | undefined): void {
    if (!event) return
    const { type } = event
    const isUrgent = type === 'response.cancel' || type === 'conversation.item.truncate'
    const isReplayed = replayedPattern.test(type)
    if (this.#connection || !isReplayed) this.sendQueue.push(JSON.stringify(event), { isUrgent, isReplayed })
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
    this.emit({ type: 'mira.interrupted', ...interruption })
    return interruption
  }

  /** Stops waiting for the interrupted response; the part received so far is kept. */
  #forgetResponse(): void {
    this.#responses.forget()
    this.replayState.history.keepUnfinished()
  }
}
