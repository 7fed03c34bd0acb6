import type { MiraError } from '@mira/core'
import type { WireEvent } from './client-event.ts'
import type { ConversationItem, RealtimePart } from './conversation-item.ts'

/** What a response is, as far as it has come. */
export interface RealtimeResponse {
  id?: string | undefined
  status?: 'in_progress' | 'completed' | 'cancelled' | 'failed' | 'incomplete' | (string & {}) | undefined
  output?: ConversationItem[] | undefined
  usage?: Record<string, unknown> | undefined
  [field: string]: unknown
}

/** What the server says of a failure that does not end the session. */
export interface RealtimeErrorDetail {
  type?: string | undefined
  code?: string | null | undefined
  message?: string | undefined
  param?: string | null | undefined
  event_id?: string | null | undefined
}

/** State of the connection: `reconnecting` after it broke, `closed` for good. */
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
 * Events by type, under the documented names; those of OpenAI's newer generation (`response.output_audio.delta`) are
 * handed out under these too. What begins with `mira.` is told by this package, everything else by the server.
 */
export interface RealtimeEventMap {
  'session.created': { session?: Record<string, unknown> | undefined }
  'session.updated': { session?: Record<string, unknown> | undefined }
  error: { error?: RealtimeErrorDetail | undefined }
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
  /** `delta` is base64 as it came, `audio` the same in bytes. */
  'response.audio.delta': TextDelta & { audio: Uint8Array }
  'response.audio.done': OfResponse
  'response.function_call_arguments.delta': TextDelta & { call_id?: string | undefined }
  'response.function_call_arguments.done': OfResponse & {
    call_id?: string | undefined
    name?: string | undefined
    arguments: string
  }
  'rate_limits.updated': { rate_limits: Record<string, unknown>[] }
  /** An event this package does not know. */
  'mira.unknown': { event: WireEvent }
  /** A message that is no event; the session goes on. */
  'mira.invalid_message': { reason: string }
  /** `attempt` counts tries to reconnect; `error` is why. */
  'mira.state': { state: ConnectionState; attempt?: number | undefined; error?: unknown }
  /** Audio that was never sent, for the buffer was full. */
  'mira.audio_dropped': { durationMs: number }
  /** Playback must stop: the user speaks, or `interrupt` was called. */
  'mira.interrupted': Interruption
  /** A tool threw; the model was told. */
  'mira.tool_failed': { name: string; callId: string; error: unknown }
}

/** What was cut off by an interruption. */
export interface Interruption {
  responseId?: string | undefined
  /** Spoken item that was cut off. */
  itemId?: string | undefined
  /** Where it was cut, when that is known. */
  audioEndMs?: number | undefined
}

/** Name of an event. */
export type RealtimeEventType = keyof RealtimeEventMap

type Renamed = 'audio' | 'text' | 'audio_transcript'

/** Names of OpenAI's newer generation for events that have an older, documented one. */
export type NewerName = `response.output_${Renamed}.${'delta' | 'done'}` | 'conversation.item.added'

/** The name that an event is handed out under. */
export type DocumentedName<Type extends string> = Extract<
  Type extends `response.output_${infer Part extends Renamed}.${infer Step}`
    ? `response.${Part}.${Step}`
    : Type extends 'conversation.item.added'
      ? 'conversation.item.created'
      : Type,
  RealtimeEventType
>

/** Event of one type, or any event; `event.type` tells them apart. */
export type RealtimeEvent<Type extends RealtimeEventType = RealtimeEventType> = {
  [Each in Type]: { type: Each; event_id?: string | undefined } & RealtimeEventMap[Each]
}[Type]

/** Why and how a session ended; without `error` it was closed as it should be. */
export interface SessionEnd {
  /** RFC 6455 §7.4; 1006 when the connection broke. */
  closeCode: number
  reason: string
  /** Or the abort reason of the caller. */
  error?: MiraError | undefined | unknown
}
