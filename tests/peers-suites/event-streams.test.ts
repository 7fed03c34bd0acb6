import { EventDecoder } from '@mira/core/internal'
import { describe, expect, it } from 'vitest'

/** A stream, and the events that a browser dispatches for it as `type: data`, or `type#id: data`. */
interface Case {
  readonly file: string
  readonly stream: string | Uint8Array
  readonly events: readonly string[]
}

const cases: readonly Case[] = [
  {
    file: 'format-bom',
    stream: '\uFEFFdata: first\n\ndata: second\n\n',
    events: ['message: first', 'message: second'],
  },
  { file: 'format-bom-2', stream: '\uFEFF\uFEFFdata: lost\n\ndata: kept\n\n', events: ['message: kept'] },
  {
    file: 'format-comments',
    stream: `data: 1\r:\0\n:\r\ndata: 2\n:${'x'.repeat(2_000)}\rdata: 3\n:data: no\r:\r\ndata: 4\n\n`,
    events: ['message: 1\n2\n3\n4'],
  },
  { file: 'format-data-before-final-empty-line', stream: 'retry: 1000\ndata: unfinished', events: [] },
  {
    file: 'format-field-data',
    stream: 'data:\n\ndata\ndata\n\ndata: text\n\n',
    events: ['message: ', 'message: \n', 'message: text'],
  },
  { file: 'format-field-event', stream: 'event: note\ndata: a\n\ndata: b\n\n', events: ['note: a', 'message: b'] },
  { file: 'format-field-event-empty', stream: 'event: \ndata: text\n\n', events: ['message: text'] },
  { file: 'format-field-event-empty', stream: 'event: note\nevent:\ndata: text\n\n', events: ['message: text'] },
  { file: 'format-field-id', stream: 'id: …\ndata: text\n\n', events: ['message#…: text'] },
  {
    file: 'format-field-id-2',
    stream: 'id: 5\ndata: a\n\ndata: b\n\nid\ndata: c\n\n',
    events: ['message#5: a', 'message#5: b', 'message: c'],
  },
  { file: 'format-field-id-3', stream: 'id: 5\ndata: a\n\nid:\ndata: b\n\n', events: ['message#5: a', 'message: b'] },
  {
    file: 'format-field-id-null',
    stream: 'id: one\nid: o\0ne\ndata: a\n\nid: \0\ndata: b\n\n',
    events: ['message#one: a', 'message#one: b'],
  },
  {
    file: 'format-field-parsing',
    stream:
      'data:\0\ndata:  2\rData:1\ndata\0:2\ndata:1\r\0data:4\nda-ta:3\rdata_5\ndata:3\rdata:\r\n data:32\ndata:4\n\n',
    events: ['message: \0\n 2\n1\n3\n\n4'],
  },
  {
    file: 'format-field-unknown',
    stream: 'data:text\n data\ndata\nfoobar:xxx\njust\n:com\n\n',
    events: ['message: text\n'],
  },
  { file: 'format-field-retry', stream: 'retry: 3000\ndata: text\n\n', events: ['message: text'] },
  {
    file: 'format-leading-space',
    stream: 'data:\ttab\rdata:  space\ndata: text\n\n',
    events: ['message: \ttab\n space\ntext'],
  },
  { file: 'format-newlines', stream: 'data:text\r\ndata\ndata:text\r\r\n\r', events: ['message: text\n\ntext'] },
  { file: 'format-null-character', stream: 'data: \0\n\n\n\n', events: ['message: \0'] },
  { file: 'format-utf-8', stream: 'data: ок…😀\n\n', events: ['message: ок…😀'] },
  {
    file: 'format-utf-8',
    stream: Uint8Array.from([...new TextEncoder().encode('data: '), 0xff, 0xc3, 0x0a, 0x0a]),
    events: ['message: \uFFFD\uFFFD'],
  },
]

/** Decodes a stream that arrives in two parts. */
function decode(bytes: Uint8Array, splitAt: number): { events: string[]; decoder: EventDecoder } {
  const decoder = new EventDecoder()
  const events: string[] = []
  for (const part of [bytes.subarray(0, splitAt), bytes.subarray(splitAt)]) {
    decoder.push(part, ({ event, id, data }) => events.push(`${event}${id && `#${id}`}: ${data}`))
  }
  return { events, decoder }
}

const bytesOf = (stream: string | Uint8Array) =>
  typeof stream === 'string' ? new TextEncoder().encode(stream) : stream

describe('the formats of event streams that browsers are tested with', () => {
  it.each(cases)('$file: $events', ({ stream, events }) => {
    const bytes = bytesOf(stream)
    for (let splitAt = 0; splitAt <= bytes.length; splitAt += 1) {
      expect([splitAt, decode(bytes, splitAt).events]).toEqual([splitAt, events])
    }
  })

  it.each([
    ['format-field-retry', 'retry: 3000\ndata: x\n\n', 3_000],
    ['format-field-retry-bogus', 'retry: 3000\nretry: 1000x\ndata: x\n\n', 3_000],
    ['format-field-retry-empty', 'retry\ndata: test\n\n', undefined],
  ])('%s: %j', (_, stream, retryMs) => {
    const bytes = bytesOf(stream)
    for (let splitAt = 0; splitAt <= bytes.length; splitAt += 1) {
      expect([splitAt, decode(bytes, splitAt).decoder.retryMs]).toEqual([splitAt, retryMs])
    }
  })
})
