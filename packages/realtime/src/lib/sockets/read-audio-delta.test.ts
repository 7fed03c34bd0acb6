import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeEvent } from '../decode-event.ts'
import { readAudioDelta } from './read-audio-delta.ts'

/** The result of the full parser for the same bytes. */
const parsed = (text: string): unknown => decodeEvent(Buffer.from(text).toString())
const read = (text: string): unknown => decodeEvent(readAudioDelta(Buffer.from(text)) ?? Buffer.from(text).toString())

const base64 = fc.uint8Array({ minLength: 384, maxLength: 1_500 }).map((bytes) => Buffer.from(bytes).toString('base64'))
const quoted = (text: string): string => JSON.stringify(text)

/** Replaces a character of a JSON string with its escape. */
const escaped = (text: string): string => `"\\u${text.charCodeAt(0).toString(16).padStart(4, '0')}${text.slice(1)}"`

const types = fc.constantFrom('response.audio.delta', 'response.output_audio.delta', 'response.text.delta', 'delta', '')
const audio = fc.oneof(
  { weight: 6, arbitrary: base64.map(quoted) },
  base64.map(escaped),
  fc
    .tuple(base64, fc.constantFrom('=', '==', 'A', '-_', ' ', '\n', '\u0000', 'é', '😀', '\\/', '\\"', '"'))
    .map(([text, odd]) => `"${text.slice(0, 301)}${odd}${text.slice(301)}"`),
  base64.map((text) => `{"delta":"${text}"}`),
  base64.map((text) => `["${text}"]`),
  fc.constantFrom('""', 'null', '0', '"AAAA"', '{}'),
)
/** Names and values of fields, as they are written on the wire. */
const field = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.constant('"delta"'), audio) },
  { weight: 4, arbitrary: types.map((type) => ['"type"', quoted(type)] as const) },
  fc.tuple(fc.constantFrom(escaped('delta'), escaped('type')), fc.oneof(audio, types.map(quoted))),
  fc.tuple(
    fc.constantFrom('item_id', 'audio', '__proto__', 'a"delta":', 'delta":"', 'é😀', '').map(quoted),
    fc.oneof(
      fc.jsonValue().map((value) => JSON.stringify(value)),
      audio,
    ),
  ),
)
const space = fc.constantFrom('', '', '', ' ', '\n\t', '\u00a0')
const message = fc
  .tuple(fc.array(field, { minLength: 1, maxLength: 6 }), fc.array(space, { minLength: 4, maxLength: 4 }))
  .map(([fields, [s1 = '', s2 = '', s3 = '', s4 = '']]) => {
    const texts = fields.map(([name, value]) => `${s1}${name}${s2}:${s3}${value}${s4}`)
    return `{${texts.join(',')}}`
  })

describe('readAudioDelta', () => {
  it('reads what the full parser reads', () => {
    fc.assert(
      fc.property(message, (text) => {
        expect(read(text)).toEqual(parsed(text))
      }),
      { numRuns: 2_000 },
    )
  })

  it('reads what the full parser reads of a damaged message', () => {
    const damaged = fc.tuple(message, fc.nat(3_000), fc.constantFrom('', '"', '\\', '}', ',', '\u0001'))
    fc.assert(
      fc.property(damaged, ([text, at, odd]) => {
        const changed = text.slice(0, at) + odd + text.slice(at + 1)
        expect(read(changed)).toEqual(parsed(changed))
      }),
      { numRuns: 2_000 },
    )
  })

  const delta = Buffer.alloc(600, 7).toString('base64')
  const fields = { type: 'response.audio.delta', item_id: 'item_1', event_id: 'event_1' }

  it.each([
    ['first', { delta, ...fields }],
    ['last', { ...fields, delta }],
    ['after a field of its name, further in', { ...fields, inner: { Delta: 1 }, delta, more: { list: [{}] } }],
    ['under the newer name of the event', { ...fields, type: 'response.output_audio.delta', delta }],
  ])('takes the short way for a delta that stands %s', (_, event) => {
    for (const text of [JSON.stringify(event), JSON.stringify(event, undefined, 2)]) {
      const result = readAudioDelta(Buffer.from(text))
      expect(result).toEqual(parsed(text))
      expect(result?.audio.buffer.byteLength).toBe(600)
    }
  })

  it.each([
    ['short audio', JSON.stringify({ ...fields, delta: 'AAAA' })],
    ['two deltas', `{"type":"response.audio.delta","delta":"${delta}","delta":""}`],
    ['two deltas, one escaped', `{"type":"response.audio.delta","delta":"${delta}","\\u0064elta":""}`],
    ['a nested delta', `{"type":"response.audio.delta","delta":{"x":"${delta}"},"y":""}`],
    ['an escape in the audio', `{"type":"response.audio.delta","delta":"${delta}\\/AAA"}`],
    ['base64 without its padding', `{"type":"response.audio.delta","delta":"${delta}AA"}`],
    ['another event', JSON.stringify({ ...fields, type: 'response.text.delta', delta })],
    ['a list', `["delta", {"delta":"${delta}"}]`],
  ])('leaves %s to the full parser', (_, text) => {
    expect(readAudioDelta(Buffer.from(text))).toBeUndefined()
  })
})
