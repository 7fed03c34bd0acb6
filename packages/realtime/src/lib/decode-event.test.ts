import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeEvent } from './decode-event.ts'
import type { RealtimeEvent } from './server-event.ts'

const base64 = fc.uint8Array({ minLength: 300, maxLength: 3_000 }).map((bytes) => Buffer.from(bytes).toString('base64'))
const other = fc.dictionary(fc.constantFrom('a', 'item_id', 'x"delta":"', 'nested', '__proto__'), fc.jsonValue())

/** Decodes an event with `JSON.parse` only. */
function slowly(text: string): unknown {
  const event = JSON.parse(text)
  return { ...event, type: 'response.audio.delta', audio: new Uint8Array(Buffer.from(event.delta, 'base64')) }
}

describe('decodeEvent', () => {
  it('takes audio out of a message as a parser would, wherever it stands', () => {
    const name = fc.constantFrom('response.audio.delta', 'response.output_audio.delta')
    fc.assert(
      fc.property(base64, other, other, name, fc.constantFrom(0, 1, 2), (delta, before, after, type, space) => {
        const text = JSON.stringify({ ...before, delta, ...after, type }, undefined, space)
        expect(decodeEvent(text)).toEqual(slowly(text))
      }),
    )
  })

  it.each([
    ['another delta further in, and none outside', (delta: string) => ({ inner: { delta }, delta: 'AAAA' })],
    ['an escape', (delta: string) => `{"type":"response.audio.delta","delta":"${delta}\\/AAA"}`],
    ['delta twice', (delta: string) => `{"type":"response.audio.delta","delta":"${delta}","delta":"AAAA"}`],
  ])('leaves %s to the parser', (_, build) => {
    const built = build(Buffer.alloc(600, 1).toString('base64'))
    const text = typeof built === 'string' ? built : JSON.stringify({ ...built, type: 'response.audio.delta' })
    expect(decodeEvent(text)).toEqual(slowly(text))
  })

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
