import type { RealtimeEvent } from '@mira/realtime'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Captions } from './captions.ts'

const collect = (events: readonly object[]): Captions => {
  const captions = new Captions()
  for (const event of events) captions.note(event as RealtimeEvent)
  return captions
}
const outline = (events: readonly object[]) =>
  collect(events).list.map(({ role, text, isFinal, isInterrupted }) =>
    [role, text, isFinal ? 'final' : 'partial', ...(isInterrupted ? ['interrupted'] : [])].join(' '),
  )

const said = 'conversation.item.input_audio_transcription'
const item = (id: string, role: string, text = '') => ({
  type: 'conversation.item.created',
  item: { id, type: 'message', role, content: text ? [{ type: 'input_text', text }] : [] },
})
const answer = (id: string, delta: string) => ({
  type: 'response.audio_transcript.delta',
  item_id: id,
  response_id: `of ${id}`,
  delta,
})

describe('Captions', () => {
  it.each([
    {
      name: 'a question whose words come after the answer has begun',
      events: [
        { type: 'input_audio_buffer.speech_started', item_id: 'q' },
        answer('a', '6 * 7'),
        { type: `${said}.delta`, item_id: 'q', delta: 'What' },
        { type: `${said}.completed`, item_id: 'q', transcript: 'What is?' },
        { type: 'response.audio_transcript.done', item_id: 'a', transcript: '6 * 7 = 42' },
      ],
      captions: ['user What is? final', 'assistant 6 * 7 = 42 final'],
    },
    {
      name: 'an answer whose item follows the start of the next question',
      events: [
        item('q1', 'user', 'One?'),
        { type: 'input_audio_buffer.speech_started', item_id: 'q2' },
        { ...item('a1', 'assistant'), previous_item_id: 'q1' },
        answer('a1', '1'),
        { type: 'input_audio_buffer.committed', item_id: 'q2', previous_item_id: 'a1' },
        { type: `${said}.completed`, item_id: 'q2', transcript: 'Two?' },
        { ...item('a2', 'assistant'), previous_item_id: 'q2' },
        answer('a2', '2'),
      ],
      captions: ['user One? final', 'assistant 1 partial', 'user Two? final', 'assistant 2 partial'],
    },
    {
      name: 'an item behind one that is not known',
      events: [item('q1', 'user', 'One?'), { ...item('q2', 'user', 'Two?'), previous_item_id: 'call' }],
      captions: ['user One? final', 'user Two? final'],
    },
    { name: 'a text message', events: [item('q', 'user', 'Посчитай')], captions: ['user Посчитай final'] },
    {
      name: 'an interrupted answer',
      events: [answer('a', '1, 2'), { type: 'mira.interrupted', itemId: 'a' }, answer('a', ', 3')],
      captions: ['assistant 1, 2 final interrupted'],
    },
    {
      name: 'answers that were waiting to be played behind an interrupted one',
      events: [
        answer('a', '6 * 7 = 42'),
        { type: 'response.audio.delta', item_id: 'a' },
        answer('b', '1, 2, 3'),
        { type: 'input_audio_buffer.speech_started', item_id: 'q2' },
        { type: 'mira.interrupted', itemId: 'a' },
        { type: `${said}.completed`, item_id: 'q2', transcript: 'Stop.' },
      ],
      captions: ['assistant 6 * 7 = 42 final interrupted', 'assistant 1, 2, 3 final interrupted', 'user Stop. final'],
    },
    {
      name: 'an answer that was interrupted before its audio arrived',
      events: [
        answer('a', '6 * 7 = 42'),
        { type: 'response.audio.delta', item_id: 'a' },
        { type: 'response.audio_transcript.done', item_id: 'a', transcript: '6 * 7 = 42' },
        answer('b', '1, 2, 3'),
        { type: 'mira.interrupted', responseId: 'of b' },
      ],
      captions: ['assistant 6 * 7 = 42 final', 'assistant 1, 2, 3 final interrupted'],
    },
    {
      name: 'a written answer that was interrupted, after another one',
      events: [
        { type: 'response.text.done', item_id: 'a', text: '42' },
        { type: 'response.text.delta', item_id: 'b', delta: '1, 2' },
        { type: 'mira.interrupted', responseId: 'of b' },
      ],
      captions: ['assistant 42 final', 'assistant 1, 2 final interrupted'],
    },
    {
      name: 'an interruption of an item without a caption',
      events: [answer('a', '6 * 7 = 42'), { type: 'mira.interrupted', itemId: 'unheard' }],
      captions: ['assistant 6 * 7 = 42 partial'],
    },
    {
      name: 'a response without an id that is requested again, and no question',
      events: [
        { type: `${said}.delta`, item_id: 'q', delta: 'What' },
        { ...answer('a', 'Half'), response_id: undefined },
        { type: 'mira.restarted' },
      ],
      captions: ['user What partial'],
    },
    {
      name: 'nothing of a noise, nor of a question that was not understood',
      events: [
        { type: `${said}.delta`, item_id: 'q', delta: 'Hm' },
        { type: `${said}.completed`, item_id: 'q', transcript: '' },
        { type: `${said}.delta`, item_id: 'r', delta: 'Hm' },
        { type: `${said}.failed`, item_id: 'r' },
      ],
      captions: [],
    },
    {
      name: 'a response that is requested again',
      events: [answer('a', 'Half'), { type: 'mira.restarted', responseId: 'of a' }, answer('b', 'Whole')],
      captions: ['assistant Whole partial'],
    },
    {
      name: 'an item replayed after a reconnect, with less text',
      events: [item('q', 'user', 'All of it'), item('q', 'user', 'All')],
      captions: ['user All of it final'],
    },
    {
      name: 'nothing of function calls, system messages and silence',
      events: [
        { type: 'conversation.item.created', item: { id: 'f', type: 'function_call', name: 'x' } },
        item('s', 'system', 'Be brief'),
        { type: 'input_audio_buffer.committed', item_id: 'q' },
      ],
      captions: [],
    },
  ])('of $name', ({ events, captions }) => {
    expect(outline(events)).toEqual(captions)
  })

  it('are the same however the text is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), (deltas) => {
        const text = deltas.join('')
        const [caption] = collect(deltas.map((delta) => answer('__proto__', delta))).list
        expect(caption?.text ?? '').toBe(text)
      }),
    )
  })
})
