import type { MiraError } from '@mira/core'
import type { WireEvent } from './client-event.ts'
import type { ConversationItem, RealtimePart } from './conversation-item.ts'
import type { SessionInfo } from './session-config.ts'

/** A response, possibly incomplete. */
export interface RealtimeResponse {
  id?: string | undefined
  status?: 'in_progress' | 'completed' | 'cancelled' | 'failed' | 'incomplete' | (string & {}) | undefined
  output?: ConversationItem[] | undefined
  usage?: Record<string, unknown> | undefined
  [field: string]: unknown
}

/** Details of an error that does not end the session. */
export interface RealtimeErrorDetail {
  type?: string | undefined
  code?: string | null | undefined
  message?: string | undefined
  param?: string | null | undefined
  event_id?: string | null | undefined
}

/** State of the connection: `reconnecting` after it was lost, `closed` permanently. */
export type ConnectionState = 'connecting' | 'open' | 'reconnecting' | 'closed'

interface OfItem {
  item_id?: string | undefined
  content_index?: number | undefined
}
interface OfResponse extends OfItem {
  response_id?: string | undefined
  output_index?: number | undefined
}
interface TextDelta extends OfResponse {
  delta: string
}

/**
 * Events by type, under their documented names; OpenAI's newer names (`response.output_audio.delta`) are mapped to
 * these. Types that start with `mira.` are emitted by this package, all others by the server.
 */
export interface RealtimeEventMap {
  'session.created': { session?: SessionInfo | null | undefined }
  'session.updated': { session?: SessionInfo | null | undefined }
  error: { error?: RealtimeErrorDetail | null | undefined }
  'input_audio_buffer.committed': OfItem & { previous_item_id?: string | null | undefined }
  'input_audio_buffer.cleared': object
  'input_audio_buffer.speech_started': OfItem & { audio_start_ms?: number | undefined }
  'input_audio_buffer.speech_stopped': OfItem & { audio_end_ms?: number | undefined }
  'conversation.created': { conversation?: Record<string, unknown> | undefined }
  'conversation.item.created': { item: ConversationItem; previous_item_id?: string | null | undefined }
  'conversation.item.deleted': OfItem
  'conversation.item.truncated': OfItem & { audio_end_ms?: number | undefined }
  'conversation.item.input_audio_transcription.delta': OfItem & { delta: string }
  'conversation.item.input_audio_transcription.completed': OfItem & { transcript: string }
  'conversation.item.input_audio_transcription.failed': OfItem & { error?: RealtimeErrorDetail | undefined }
  'response.created': { response: RealtimeResponse }
  'response.done': { response: RealtimeResponse }
  'response.output_item.added': OfResponse & { item: ConversationItem }
  'response.output_item.done': OfResponse & { item: ConversationItem }
  'response.content_part.added': OfResponse & { part: RealtimePart }
  'response.content_part.done': OfResponse & { part: RealtimePart }
  'response.text.delta': TextDelta
  'response.text.done': OfResponse & { text: string }
  'response.audio_transcript.delta': TextDelta
  'response.audio_transcript.done': OfResponse & { transcript: string }
  /** `delta` is the base64 as received, `audio` the decoded bytes. */
  'response.audio.delta': TextDelta & { audio: Uint8Array }
  'response.audio.done': OfResponse
  'response.function_call_arguments.delta': TextDelta & { call_id?: string | undefined }
  'response.function_call_arguments.done': OfResponse & {
    call_id?: string | undefined
    name?: string | undefined
    arguments: string
  }
  'rate_limits.updated': { rate_limits: Record<string, unknown>[] }
  /**
   * The connection was lost during a response, which is now requested again: discard its audio and text. Ids are those
   * of the lost response.
   */
  'mira.restarted': { responseId?: string | undefined }
  /** An event of a type unknown to this package; listeners for that type receive the event itself. */
  'mira.unknown': { event: WireEvent }
  /** A message that is not a valid event; the session continues. */
  'mira.invalid_message': { reason: string }
  /** The connection state changed. `attempt` counts reconnection attempts; `error` is the cause. */
  'mira.state': { state: ConnectionState; attempt?: number | undefined; error?: unknown }
  /** Audio was dropped unsent because the buffer was full. */
  'mira.audio_dropped': { durationMs: number }
  /** Playback must stop: the user started to speak, or `interrupt` was called. */
  'mira.interrupted': Interruption
  /** A tool threw an error, which was sent to the model as the tool's output. */
  'mira.tool_failed': { name: string; callId: string; error: unknown }
}

/** Details of an interrupted response. */
export interface Interruption {
  responseId?: string | undefined
  /** Id of the interrupted audio item. */
  itemId?: string | undefined
  /** Position at which the audio was truncated, in milliseconds, if known. */
  audioEndMs?: number | undefined
}

/** Type of a realtime event. */
export type RealtimeEventType = keyof RealtimeEventMap

type Renamed = 'audio' | 'text' | 'audio_transcript'

/** OpenAI's newer names of events that have an older, documented name. */
export type RealtimeEventAlias = `response.output_${Renamed}.${'delta' | 'done'}` | 'conversation.item.added'

/** Documented name of an event type, under which the event is emitted. */
export type CanonicalEventType<Type extends string> = Extract<
  Type extends `response.output_${infer Part extends Renamed}.${infer Step}`
    ? `response.${Part}.${Step}`
    : Type extends 'conversation.item.added'
      ? 'conversation.item.created'
      : Type,
  RealtimeEventType
>

/** An event of one type, or any event; discriminated by `event.type`. */
export type RealtimeEvent<Type extends RealtimeEventType = RealtimeEventType> = {
  [Each in Type]: { type: Each; event_id?: string | undefined } & RealtimeEventMap[Each]
}[Type]

/** How a session ended; without `error`, it was closed normally. */
export interface SessionEnd {
  /** Close code (RFC 6455 §7.4); 1006 if the connection was lost. */
  closeCode: number
  /** Close reason. */
  reason: string
  /** Error that ended the session, or the caller's abort reason. */
  error?: MiraError | undefined | unknown
}
