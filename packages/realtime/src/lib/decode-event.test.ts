import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeEvent } from './decode-event.ts'
import type { RealtimeEvent } from './server-event.ts'

describe('decodeEvent', () => {
  it.each([0, 1, 3, 480, 4_800, 100_001])('hands out %i bytes of audio in a buffer of their own', (length) => {
    const bytes = new Uint8Array(length).map((_, index) => index)
    const event = decodeEvent(
      JSON.stringify({ type: 'response.audio.delta', delta: Buffer.from(bytes).toString('base64') }),
    )
    const { audio } = event as RealtimeEvent<'response.audio.delta'>
    expect(audio).toEqual(bytes)
    expect(new Uint8Array(audio.buffer)).toEqual(bytes)
  })

  it.each([
    ['response.text.delta', 'delta'],
    ['response.text.done', 'text'],
    ['response.audio_transcript.done', 'transcript'],
    ['conversation.item.input_audio_transcription.completed', 'transcript'],
    ['response.function_call_arguments.delta', 'delta'],
  ])('reads a null text of %s as empty', (type, field) => {
    expect(decodeEvent(JSON.stringify({ type, [field]: null }))).toEqual({ type, [field]: '' })
  })

  it('never throws', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => typeof decodeEvent(text).type === 'string'))
  })
})
