import { decodeBase64, parseJson } from '@mira/core/internal'
import type { WireEvent } from './client-event.ts'
import type { RealtimeEvent } from './server-event.ts'
import type { Message } from './sockets/socket.ts'

const audioDelta = 'response.audio.delta'

/** Required field of each known event type; empty if there is none. */
const fieldByType: Readonly<Record<string, string>> = {
  'session.created': '',
  'session.updated': '',
  error: '',
  'input_audio_buffer.committed': '',
  'input_audio_buffer.cleared': '',
  'input_audio_buffer.speech_started': '',
  'input_audio_buffer.speech_stopped': '',
  'conversation.created': '',
  'conversation.item.created': 'item',
  'conversation.item.deleted': '',
  'conversation.item.truncated': '',
  'conversation.item.input_audio_transcription.delta': 'delta',
  'conversation.item.input_audio_transcription.completed': 'transcript',
  'conversation.item.input_audio_transcription.failed': '',
  'response.created': 'response',
  'response.done': 'response',
  'response.output_item.added': 'item',
  'response.output_item.done': 'item',
  'response.content_part.added': 'part',
  'response.content_part.done': 'part',
  'response.text.delta': 'delta',
  'response.text.done': 'text',
  'response.audio_transcript.delta': 'delta',
  'response.audio_transcript.done': 'transcript',
  [audioDelta]: 'delta',
  'response.audio.done': '',
  'response.function_call_arguments.delta': 'delta',
  'response.function_call_arguments.done': '',
  'rate_limits.updated': 'rate_limits',
}

const textFields = /^(delta|transcript|text)$/

/** Returns the documented name of an event type; accepts OpenAI's newer names. */
export function canonicalType(type: string): string {
  if (type === 'conversation.item.added') return 'conversation.item.created'
  return type.replace(/^response\.output_(?=audio|text)/, 'response.')
}

/** Decodes a message. Never throws. */
export function decodeEvent(message: Message): RealtimeEvent {
  if (typeof message !== 'string') return message
  const event = parseJson(message) as Parsed | null | undefined
  if (typeof event?.type !== 'string') return invalid('not an event')
  const type = canonicalType(event.type)
  const field = Object.hasOwn(fieldByType, type) ? fieldByType[type] : undefined
  if (field === undefined) return { type: 'mira.unknown', event }
  if (field && !hasField(event, field)) return invalid(`${type} has no ${field}`)
  event.type = type
  return (type === audioDelta ? withAudio(event) : event) as RealtimeEvent
}

function hasField(event: Parsed, field: string): boolean {
  const isText = textFields.test(field)
  // Some servers send null for a text that is empty.
  if (isText && event[field] === null) event[field] = ''
  const value = event[field]
  return value !== null && typeof value === (isText ? 'string' : 'object')
}

/** A parsed event, normalized in place. */
type Parsed = { -readonly [Field in keyof WireEvent]: WireEvent[Field] }

function withAudio(event: Parsed): object {
  try {
    const bytes = decodeBase64(event.delta as string)
    // Node decodes small texts into a buffer that other data shares, so they are copied.
    event.audio = new Uint8Array(bytes.length === bytes.buffer.byteLength ? (bytes.buffer as ArrayBuffer) : bytes)
    return event
  } catch {
    return invalid('audio is not base64')
  }
}

const invalid = (reason: string): RealtimeEvent => ({ type: 'mira.invalid_message', reason })
