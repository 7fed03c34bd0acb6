import type { RealtimeEvent } from '@mira/realtime'
import { describe, expect, it } from 'vitest'
import { LatencyMeter } from './call-latencies.ts'

const asked = { type: 'input_audio_buffer.speech_stopped', item_id: 'q' } as const
const heard = (transcript: string) =>
  ({ type: 'conversation.item.input_audio_transcription.completed', item_id: 'q', transcript }) as const
const audio = (item_id: string) =>
  ({ type: 'response.audio.delta', item_id, delta: '', audio: new Uint8Array() }) as const

/** Both latencies, if they have changed. */
type Change = readonly [transcribedMs?: number | undefined, answeredMs?: number | undefined]

describe('LatencyMeter', () => {
  it.each<{ name: string; events: (RealtimeEvent | 'ask')[]; changes: (Change | undefined)[] }>([
    {
      name: 'a spoken question',
      events: [asked, audio('a'), heard('Six?'), audio('a')],
      changes: [[], [undefined, 100], [200, 100], undefined],
    },
    {
      name: 'a text message, while an earlier answer goes on',
      events: [audio('a'), 'ask', audio('a'), audio('b'), audio('c')],
      changes: [undefined, [], undefined, [undefined, 200], undefined],
    },
    { name: 'a noise', events: [asked, heard('')], changes: [[], undefined] },
    { name: 'an answer to nothing', events: [heard('Six?'), audio('a')], changes: [undefined, undefined] },
    {
      name: 'the last of two questions',
      events: [asked, audio('a'), asked, audio('b')],
      changes: [[], [undefined, 100], [], [undefined, 100]],
    },
  ])('measures $name, by events that are 100 ms apart', ({ events, changes }) => {
    const meter = new LatencyMeter()
    const measured = events.map((event, index) =>
      event === 'ask' ? meter.ask(index * 100) : meter.note(event, index * 100),
    )
    expect(measured).toEqual(changes.map((change) => change && { transcribedMs: change[0], answeredMs: change[1] }))
  })
})
