import type { RealtimeEvent } from '@mira/realtime'
import { expect, it } from 'vitest'
import { applyEvent, type CallState, idleCall } from './call-state.ts'

const heard = 'conversation.item.input_audio_transcription.completed'

/** Applies events that are 100 ms apart. */
const after = (events: readonly RealtimeEvent[]): CallState =>
  events.reduce((call, event, index) => applyEvent(call, event, index * 100), idleCall)

const asked: readonly RealtimeEvent[] = [
  { type: 'input_audio_buffer.speech_started', item_id: 'q' },
  { type: 'input_audio_buffer.speech_stopped', item_id: 'q' },
  { type: heard, item_id: 'q', transcript: 'What is six times seven?' },
]
const answered: readonly RealtimeEvent[] = [
  { type: 'response.audio_transcript.delta', item_id: 'a', delta: '6 * 7 ' },
  { type: 'response.audio.delta', item_id: 'a', delta: '', audio: new Uint8Array() },
  { type: 'response.audio_transcript.delta', item_id: 'a', delta: '= 42' },
  { type: 'response.audio.delta', item_id: 'a', delta: '', audio: new Uint8Array() },
]

it('shows what both say, and counts from the end of the question to the first sound of the answer', () => {
  const { captions, latencies, playingItemId } = after([...asked, ...answered])
  expect(captions.map(({ speaker, text }) => [speaker, text])).toEqual([
    ['you', 'What is six times seven?'],
    ['mira', '6 * 7 = 42'],
  ])
  expect(latencies).toEqual({ understoodMs: 100, answeredMs: 300 })
  expect(playingItemId).toBe('a')
})

it('marks an answer that was interrupted, and only one that is shown', () => {
  const { captions } = after([
    ...asked,
    ...answered,
    { type: 'mira.interrupted', itemId: 'a' },
    { type: 'mira.interrupted', itemId: 'unheard' },
  ])
  expect(captions.map(({ isCutOff }) => isCutOff)).toEqual([false, true])
})

it('marks the answers that were waiting to be played behind an interrupted one', () => {
  const { captions } = after([
    ...asked,
    ...answered,
    { type: 'response.audio_transcript.done', item_id: 'b', transcript: '1, 2, 3' },
    { type: 'input_audio_buffer.speech_started', item_id: 'q2' },
    { type: 'mira.interrupted', itemId: 'a' },
  ])
  expect(captions.map(({ id, isCutOff }) => [id, isCutOff])).toEqual([
    ['q', false],
    ['a', true],
    ['b', true],
    ['q2', false],
  ])
})

it('marks an answer that was interrupted before its audio arrived', () => {
  const { captions } = after([
    ...asked,
    ...answered,
    { type: 'response.audio_transcript.delta', item_id: 'b', delta: '1, 2, 3' },
    { type: 'mira.interrupted', responseId: 'r2' },
  ])
  expect(captions.map(({ id, isCutOff }) => [id, isCutOff])).toEqual([
    ['q', false],
    ['a', false],
    ['b', true],
  ])
})

it('drops the incomplete answer when it starts over, and no question', () => {
  const restarted = { type: 'mira.restarted', responseId: 'r1' } as const
  for (const events of [asked, [...asked, ...answered]]) {
    expect(after([...events, restarted]).captions.map(({ speaker }) => speaker)).toEqual(['you'])
  }
})

it('forgets a noise that sounded like speech', () => {
  expect(after([asked[0]!, asked[1]!, { type: heard, item_id: 'q', transcript: '' }]).captions).toEqual([])
})

it('shows a written question once, though the server repeats it after a reconnect', () => {
  const item = { id: 'w', type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Hello' }] } as const
  const { captions } = after([
    { type: 'conversation.item.created', item: { ...item, content: [...item.content] } },
    { type: 'mira.state', state: 'reconnecting', attempt: 1 },
    { type: 'conversation.item.created', item: { ...item, content: [...item.content] } },
  ])
  expect(captions.map(({ text }) => text)).toEqual(['Hello'])
})

it('shows attempts to reconnect', () => {
  const { status, attempt } = after([{ type: 'mira.state', state: 'reconnecting', attempt: 2 }])
  expect([status, attempt]).toEqual(['reconnecting', 2])
  expect(after([{ type: 'mira.state', state: 'open' }]).attempt).toBeUndefined()
})
