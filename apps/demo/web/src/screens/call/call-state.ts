import type { ConnectionState, ConversationItem, RealtimeEvent } from '@mira/realtime'

/** Status of a call; `idle` before the first one. */
export type CallStatus = ConnectionState | 'idle'

/** Caption of a turn, possibly incomplete. */
export interface Caption {
  readonly id: string
  readonly speaker: 'you' | 'mira'
  readonly text: string
  readonly isCutOff: boolean
}

/** Latencies from the end of a question, in milliseconds. */
export interface Latencies {
  readonly understoodMs?: number | undefined
  readonly answeredMs?: number | undefined
}

/** State of a call shown on the screen. */
export interface CallState {
  readonly status: CallStatus
  /** Number of the current reconnection attempt. */
  readonly attempt: number | undefined
  readonly captions: readonly Caption[]
  readonly latencies: Latencies
  /** Time at which the last question ended, in milliseconds of `performance.now()`. */
  readonly askedAt: number | undefined
  /** Id of the item whose audio was received last. */
  readonly playingItemId: string | undefined
}

/** Initial state, before the first call. */
export const idleCall: CallState = {
  status: 'idle',
  attempt: undefined,
  captions: [],
  latencies: {},
  askedAt: undefined,
  playingItemId: undefined,
}

/** Returns the state of the call after an event. */
export function applyEvent(call: CallState, event: RealtimeEvent, now: number): CallState {
  switch (event.type) {
    case 'mira.state':
      return { ...call, status: event.state, attempt: event.attempt }
    case 'input_audio_buffer.speech_started':
      return withCaption(call, event.item_id, { speaker: 'you' })
    case 'input_audio_buffer.speech_stopped':
      return { ...call, askedAt: now, latencies: {} }
    case 'conversation.item.created':
      return applyItem(call, event.item, now)
    case 'conversation.item.input_audio_transcription.delta':
      return withText(call, { id: event.item_id, speaker: 'you' }, (text) => text + event.delta)
    case 'conversation.item.input_audio_transcription.completed': {
      // Noise was detected as speech; there is no question.
      if (event.transcript === '') return withoutCaption(call, event.item_id)
      const transcribed = withText(call, { id: event.item_id, speaker: 'you' }, () => event.transcript)
      return { ...transcribed, latencies: { ...call.latencies, understoodMs: since(call, now) } }
    }
    case 'conversation.item.input_audio_transcription.failed':
      return withoutCaption(call, event.item_id)
    case 'response.audio_transcript.delta':
      return withText(call, { id: event.item_id, speaker: 'mira' }, (text) => text + event.delta)
    case 'response.audio_transcript.done':
      return withText(call, { id: event.item_id, speaker: 'mira' }, () => event.transcript)
    case 'response.audio.delta':
      return applyAudio(call, event.item_id, now)
    case 'mira.interrupted':
      return withCutOff(call, event.itemId)
    case 'mira.restarted': {
      // The answer is spoken again from its beginning, as another item.
      const last = call.captions.at(-1)
      return last?.speaker === 'mira' ? withoutCaption(call, last.id) : call
    }
    default:
      return call
  }
}

/** Adds the caption of a text message; spoken questions have their own events. */
function applyItem(call: CallState, { id, role, content = [] }: ConversationItem, now: number): CallState {
  const text = content.flatMap((part) => (part.type === 'input_text' ? [part.text ?? ''] : [])).join(' ')
  // After a reconnect, the server confirms replayed items again.
  if (role !== 'user' || text === '' || hasCaption(call, id)) return call
  return { ...withText(call, { id, speaker: 'you' }, () => text), askedAt: now, latencies: {} }
}

function applyAudio(call: CallState, itemId: string | undefined, now: number): CallState {
  if (call.playingItemId === itemId) return call
  const answeredMs = call.latencies.answeredMs ?? since(call, now)
  return { ...call, playingItemId: itemId, latencies: { ...call.latencies, answeredMs } }
}

const since = ({ askedAt }: CallState, now: number) => (askedAt === undefined ? undefined : now - askedAt)

const hasCaption = ({ captions }: CallState, id: string | undefined) => captions.some((caption) => caption.id === id)

interface CaptionKey {
  readonly id: string | undefined
  readonly speaker: Caption['speaker']
}

function withText(call: CallState, { id, speaker }: CaptionKey, update: (text: string) => string): CallState {
  const text = call.captions.find((caption) => caption.id === id)?.text ?? ''
  return withCaption(call, id, { speaker, text: update(text) })
}

function withCaption(call: CallState, id = '', change: Partial<Caption> & Pick<Caption, 'speaker'>): CallState {
  const { captions } = call
  if (!hasCaption(call, id)) return { ...call, captions: [...captions, { id, text: '', isCutOff: false, ...change }] }
  return { ...call, captions: captions.map((caption) => (caption.id === id ? { ...caption, ...change } : caption)) }
}

/**
 * Marks an interrupted answer, and those after it: they were waiting to be played. Without an item, all audio received was
 * heard; a caption may precede its audio.
 */
function withCutOff(call: CallState, itemId: string | undefined): CallState {
  const indexOf = (wanted: string | undefined) => call.captions.findIndex(({ id }) => id === wanted)
  const first = itemId === undefined ? indexOf(call.playingItemId) + 1 : indexOf(itemId)
  if (first === -1) return call
  const captions = call.captions.map((caption, index) =>
    index >= first && caption.speaker === 'mira' ? { ...caption, isCutOff: true } : caption,
  )
  return { ...call, captions }
}

function withoutCaption(call: CallState, id: string | undefined): CallState {
  return { ...call, captions: call.captions.filter((caption) => caption.id !== id) }
}
