import { decodeBase64 } from './base64.ts'
import type { WireEvent } from './client-event.ts'
import type { RealtimeEvent } from './server-event.ts'

const audioDelta = 'response.audio.delta'
/** From here on taking the audio out beforehand costs less than parsing it. */
const minAudioLength = 512

// Every known type and the field that its readers rely on, with the type of that field.
const known: Readonly<Record<string, readonly [field: string, type: string] | null>> = {
  'session.created': null,
  'session.updated': null,
  error: null,
  'input_audio_buffer.committed': null,
  'input_audio_buffer.cleared': null,
  'input_audio_buffer.speech_started': null,
  'input_audio_buffer.speech_stopped': null,
  'conversation.created': null,
  'conversation.item.created': ['item', 'object'],
  'conversation.item.deleted': null,
  'conversation.item.truncated': null,
  'conversation.item.input_audio_transcription.delta': ['delta', 'string'],
  'conversation.item.input_audio_transcription.completed': ['transcript', 'string'],
  'conversation.item.input_audio_transcription.failed': null,
  'response.created': ['response', 'object'],
  'response.done': ['response', 'object'],
  'response.output_item.added': ['item', 'object'],
  'response.output_item.done': ['item', 'object'],
  'response.content_part.added': ['part', 'object'],
  'response.content_part.done': ['part', 'object'],
  'response.text.delta': ['delta', 'string'],
  'response.text.done': ['text', 'string'],
  'response.audio_transcript.delta': ['delta', 'string'],
  'response.audio_transcript.done': ['transcript', 'string'],
  [audioDelta]: ['delta', 'string'],
  'response.audio.done': null,
  'response.function_call_arguments.delta': ['delta', 'string'],
  'response.function_call_arguments.done': null,
  'rate_limits.updated': ['rate_limits', 'object'],
}

/** The documented name of an event type that may be of the newer generation. */
export function canonicalType(type: string): string {
  if (type === 'conversation.item.added') return 'conversation.item.created'
  return type.replace(/^response\.output_(?=audio|text)/, 'response.')
}

/** Reads a message; never throws. */
export function decodeEvent(text: string): RealtimeEvent {
  const event = (text.length > minAudioLength && parseAround(text)) || parse(text)
  if (typeof event?.type !== 'string') return invalid('not an event')
  const type = canonicalType(event.type)
  const rule = Object.hasOwn(known, type) ? known[type] : undefined
  if (rule === undefined) return { type: 'mira.unknown', event }
  const value = rule && event[rule[0]]
  const kind = typeof value
  if (rule && (kind !== rule[1] || value === null)) return invalid(`${type} has no ${rule[0]}`)
  return (type === audioDelta ? withAudio(event) : { ...event, type }) as RealtimeEvent
}

function withAudio(event: WireEvent): object {
  try {
    return { ...event, type: audioDelta, audio: decodeBase64(event.delta as string) }
  } catch {
    return invalid('audio is no base64')
  }
}

function parse(text: string): WireEvent | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * Parses an audio event without its audio, which is by far most of it; anything unusual (another `delta` further in, an
 * escape in the text) is left to the parser.
 */
function parseAround(text: string): WireEvent | undefined {
  const start = text.indexOf('"', text.indexOf('"delta":') + 8) + 1
  const end = text.indexOf('"', start)
  if (start < 9 || end - start < minAudioLength / 2) return undefined
  const delta = text.slice(start, end)
  const event = delta.includes('\\') ? undefined : parse(text.slice(0, start) + text.slice(end))
  const isAudio = event?.delta === '' && typeof event.type === 'string' && canonicalType(event.type) === audioDelta
  return isAudio ? { ...event, delta } : undefined
}

const invalid = (reason: string): RealtimeEvent => ({ type: 'mira.invalid_message', reason })
