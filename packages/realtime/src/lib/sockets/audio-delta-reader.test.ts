import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeEvent } from '../decode-event.ts'
import { AudioDeltaReader } from './audio-delta-reader.ts'

/** The result of the full parser for the same bytes. */
const parsed = (text: string): unknown => decodeEvent(Buffer.from(text).toString())
const readWith = (reader: AudioDeltaReader, text: string): unknown =>
  decodeEvent(reader.read(Buffer.from(text)) ?? Buffer.from(text).toString())
const read = (text: string): unknown => readWith(new AudioDeltaReader(), text)

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

describe('AudioDeltaReader', () => {
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

  /** Values of `event_id`, as they are written on the wire. */
  const id = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('"a"', '"b"', '"event-10"') },
    fc.string().map(quoted),
    fc.constantFrom(
      '"\\u0061"',
      'null',
      '1',
      '{"event_id":"a"}',
      '"é"',
      '"","event_id":"b"',
      '"a","type":"x"',
      '"b',
      'b"',
    ),
  )
  const idName = fc.oneof(
    { weight: 8, arbitrary: fc.constant('"event_id"') },
    fc.constantFrom('"event_id" ', '"event_id":"a","event_id"', escaped('event_id')),
  )
  const neighbor = fc.tuple(
    fc.oneof(fc.constantFrom('"item_id"', '"item_id"', '"audio"', '"__proto__"', '"é"'), idName),
    fc.oneof(fc.constantFrom('"a"', '0', 'null', '"event_id"', '"é"', '"\\n"', '{"event_id":"a"}'), id),
  )
  const neighbors = fc.array(neighbor, { maxLength: 2 })
  const frames = fc
    .record({
      layouts: fc.array(fc.tuple(neighbors, neighbors, neighbors), { minLength: 1, maxLength: 2 }),
      ids: fc.array(fc.tuple(idName, id, fc.nat(), base64), { minLength: 2, maxLength: 6 }),
    })
    .map(({ layouts, ids }) =>
      ids.map(([name, value, seed, text]) => {
        const [before, between, after] = layouts[seed % layouts.length] as (typeof layouts)[number]
        const type = ['"type"', quoted(seed % 10 === 0 ? 'other' : 'response.audio.delta')]
        const fields = [...before, [name, value], ...between, type, ['"delta"', quoted(text)], ...after]
        return `{${fields.map((parts) => parts.join(':')).join(',')}}`
      }),
    )

  it('reads what the full parser reads of frames in a row that differ in their ids', () => {
    fc.assert(
      fc.property(frames, (texts) => {
        const reader = new AudioDeltaReader()
        for (const text of texts) {
          const result = readWith(reader, text)
          expect(result).toEqual(parsed(text))
          expect(Object.keys(result as object)).toEqual(Object.keys(parsed(text) as object))
        }
      }),
      { numRuns: 1_000 },
    )
  })

  it.each([
    ['of an object that a later field replaces', '"x":{"event_id":"ID"},"x":1'],
    ['of which the last counts', '"event_id":"ID","event_id":"b"'],
    ['of which the first has a space', '"event_id" :"b","event_id":"ID"'],
    ['that is text of another field', '"x":"\\"event_id\\":\\"ID"'],
  ])('reads an id %s', (_, start) => {
    const reader = new AudioDeltaReader()
    for (const value of ['a', 'b', 'c']) {
      const text = `{${start.replace('ID', value)},"type":"response.audio.delta","delta":"${delta}"}`
      expect(readWith(reader, text)).toEqual(parsed(text))
    }
  })

  it('shares nothing between events', () => {
    const reader = new AudioDeltaReader()
    const texts = ['a', 'b', 'c'].map((event_id) =>
      JSON.stringify({ ...fields, event_id, delta, extra: { list: [1] } }),
    )
    const events = texts.map((text) => readWith(reader, text) as { extra: { list: number[] }; audio: Uint8Array })
    for (const [index, { extra, audio }] of events.entries()) {
      expect(extra.list.push(index)).toBe(2)
      expect(audio.fill(index).buffer.byteLength).toBe(600)
    }
    expect(events.map(({ audio }) => audio[0])).toEqual([0, 1, 2])
  })

  it.each([
    ['first', { delta, ...fields }],
    ['last', { ...fields, delta }],
    ['after a field of its name, further in', { ...fields, inner: { Delta: 1 }, delta, more: { list: [{}] } }],
    ['under the newer name of the event', { ...fields, type: 'response.output_audio.delta', delta }],
  ])('takes the short way for a delta that stands %s', (_, event) => {
    for (const text of [JSON.stringify(event), JSON.stringify(event, undefined, 2)]) {
      const result = new AudioDeltaReader().read(Buffer.from(text))
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
    expect(new AudioDeltaReader().read(Buffer.from(text))).toBeUndefined()
  })
})
