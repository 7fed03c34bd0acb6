import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { EventDecoder, type ServerSentEvent } from './event-decoder.ts'

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

/** Decodes text split into chunks of the given size. */
function decode(text: string, chunkBytes = Number.POSITIVE_INFINITY): ServerSentEvent[] {
  return decodeBytes(encode(text), (offset) => offset + chunkBytes)
}

function decodeBytes(bytes: Uint8Array, nextEnd: (offset: number) => number): ServerSentEvent[] {
  const decoder = new EventDecoder()
  const events: ServerSentEvent[] = []
  for (let offset = 0; offset < bytes.length; ) {
    const end = Math.min(bytes.length, nextEnd(offset))
    decoder.push(bytes.subarray(offset, end), (event) => events.push(event))
    offset = end
  }
  return events
}

const message = (data: string, id = ''): ServerSentEvent => ({ event: 'message', data, id })

describe('the rules of WHATWG HTML §9.2.6', () => {
  it.each<{ rule: string; text: string; events: ServerSentEvent[] }>([
    { rule: 'one event', text: 'data: a\n\n', events: [message('a')] },
    {
      rule: 'LF, CR and CRLF end lines',
      text: 'data: a\n\ndata: b\r\rdata: c\r\n\r\n',
      events: ['a', 'b', 'c'].map((data) => message(data)),
    },
    { rule: 'line ends mixed inside one event', text: 'data: a\rdata: b\ndata: c\r\n\n', events: [message('a\nb\nc')] },
    {
      rule: 'CR and then LF CR are two line ends',
      text: 'data: a\r\n\rdata: b\n\r\n',
      events: [message('a'), message('b')],
    },
    { rule: 'a byte order mark is skipped', text: '\uFEFFdata: a\n\n', events: [message('a')] },
    { rule: 'only one byte order mark is skipped', text: '\uFEFF\uFEFFdata: a\n\ndata: b\n\n', events: [message('b')] },
    { rule: 'a byte order mark later on belongs to the text', text: 'data: \uFEFFa\n\n', events: [message('\uFEFFa')] },
    {
      rule: 'data lines are joined by line feeds',
      text: 'data: a\ndata: b\ndata\ndata: c\n\n',
      events: [message('a\nb\n\nc')],
    },
    { rule: 'comments are ignored', text: ': hello\n:\ndata: a\n: in between\n\n:\n\n', events: [message('a')] },
    {
      rule: 'one space after the colon is dropped',
      text: 'data:a\n\ndata:  b\n\ndata: \n\n',
      events: [message('a'), message(' b'), message('')],
    },
    { rule: 'a tab after the colon is kept', text: 'data:\ta\n\n', events: [message('\ta')] },
    { rule: 'a colon in the value is kept', text: 'data: a: b\n\n', events: [message('a: b')] },
    {
      rule: 'a field without a colon has an empty value',
      text: 'data\n\ndata\ndata\n\n',
      events: [message(''), message('\n')],
    },
    { rule: 'data that is empty is an event', text: 'data:\n\n', events: [message('')] },
    { rule: 'an event without data is none', text: 'event: ping\n\ndata: a\n\n', events: [message('a')] },
    { rule: 'blank lines are no events', text: '\n\n\r\n\r\ndata: a\n\n\n\n', events: [message('a')] },
    {
      rule: 'the event name lasts for one event',
      text: 'event: x\ndata: a\n\ndata: b\n\n',
      events: [{ event: 'x', data: 'a', id: '' }, message('b')],
    },
    {
      rule: 'the last event name counts',
      text: 'event: x\nevent: y\ndata: a\n\n',
      events: [{ event: 'y', data: 'a', id: '' }],
    },
    { rule: 'an empty event name is message', text: 'event: x\nevent\ndata: a\n\n', events: [message('a')] },
    {
      rule: 'the id lasts',
      text: 'id: 1\ndata: a\n\ndata: b\n\nid\ndata: c\n\n',
      events: [message('a', '1'), message('b', '1'), message('c')],
    },
    {
      rule: 'an id with NUL is ignored',
      text: 'id: 1\ndata: a\n\nid: 2\0\ndata: b\n\n',
      events: [message('a', '1'), message('b', '1')],
    },
    { rule: 'an id without data lasts too', text: 'id: 1\n\ndata: a\n\n', events: [message('a', '1')] },
    {
      rule: 'unknown fields are ignored',
      text: 'foo: bar\nDATA: x\n data: y\ndata : z\ndatax: w\ndata: a\n\n',
      events: [message('a')],
    },
    { rule: 'an event cut off at the end is discarded', text: 'data: a\n\ndata: b\n', events: [message('a')] },
    { rule: 'a line cut off at the end is discarded', text: 'data: a\n\ndata: b', events: [message('a')] },
    { rule: 'characters of four bytes survive', text: 'data: 🎵é漢\n\n', events: [message('🎵é漢')] },
    { rule: 'U+2028 ends no line', text: 'data: a\u2028b\u0085c\vd\n\n', events: [message('a\u2028b\u0085c\vd')] },
  ])('$rule, whole and in chunks of 1 to 4 bytes', ({ text, events }) => {
    for (const size of [Number.POSITIVE_INFINITY, 1, 2, 3, 4])
      expect(decode(text, size), `chunks of ${size}`).toEqual(events)
  })

  it('replaces bytes that are no UTF-8 without losing the line end', () => {
    const bytes = Uint8Array.from([...encode('data: '), 0xe2, 0x82, ...encode('\n\n'), ...encode('data: b\n\n')])
    for (const size of [1, 2, 100])
      expect(decodeBytes(bytes, (offset) => offset + size)).toEqual([message('\uFFFD'), message('b')])
  })

  it.each([
    { text: 'retry: 1500\n', retryMs: 1500 },
    { text: 'retry:0\n', retryMs: 0 },
    { text: 'retry: 1500\nretry: soon\n', retryMs: 1500 },
    { text: 'retry: -1\n', retryMs: undefined },
    { text: 'retry: 1.5\n', retryMs: undefined },
    { text: 'retry\n', retryMs: undefined },
    { text: 'retry: 5', retryMs: undefined },
  ])('reads $text as a reconnection time of $retryMs', ({ text, retryMs }) => {
    const decoder = new EventDecoder()
    decoder.push(encode(text), () => {})
    expect(decoder.retryMs).toBe(retryMs)
  })

  it('knows the id to resume from: that of the last event handed out, not of one cut off', () => {
    const decoder = new EventDecoder()
    expect(decoder.lastEventId).toBe('')
    decoder.push(encode('id: 1\ndata: a\n\nid: 2\ndata: b\n'), () => {})
    expect(decoder.lastEventId).toBe('1')
    decoder.push(encode('\n'), () => {})
    expect(decoder.lastEventId).toBe('2')
  })

  it('takes bytes that are reused afterwards', () => {
    const decoder = new EventDecoder()
    const events: ServerSentEvent[] = []
    const buffer = new Uint8Array(5)
    for (const chunk of ['data:', ' abc\n', '\nxxxx']) {
      buffer.set(encode(chunk))
      decoder.push(buffer, (event) => events.push(event))
    }
    expect(events).toEqual([message('abc')])
  })
})

describe('any stream, any line ends, any cuts', () => {
  /** Literal implementation of the standard's algorithm, on the whole text. */
  function decodeByTheBook(bytes: Uint8Array): ServerSentEvent[] {
    const lines = new TextDecoder().decode(bytes).split(/\r\n|\n|\r/)
    // Text after the last line ending is not a line.
    lines.pop()
    const events: ServerSentEvent[] = []
    let [data, event, id] = ['', '', '']
    for (const line of lines) {
      if (line === '') {
        if (data !== '') events.push({ event: event || 'message', data: data.slice(0, -1), id })
        ;[data, event] = ['', '']
        continue
      }
      const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/su.exec(line) ?? []
      if (field === 'data') data += `${value}\n`
      if (field === 'event') event = value
      if (field === 'id' && !value.includes('\0')) id = value
    }
    return events
  }

  const lineEnd = fc.constantFrom('\n', '\r\n', '\r')
  const value = fc.string({
    unit: fc.constantFrom('a', ' ', ':', '\0', 'é', '漢', '🎵', '\uFEFF', '{', '\u2028'),
    maxLength: 6,
  })
  const line = fc.oneof(
    {
      weight: 4,
      arbitrary: fc
        .tuple(fc.constantFrom('data', 'event', 'id', 'retry', 'other', ''), fc.constantFrom(':', ': '), value)
        .map((parts) => parts.join('')),
    },
    { weight: 1, arbitrary: fc.constantFrom('data', 'id', 'event', 'x') },
    { weight: 3, arbitrary: fc.constant('') },
  )
  const streams = fc
    .tuple(fc.boolean(), fc.array(fc.tuple(line, lineEnd), { maxLength: 24 }), value)
    .map(([hasMark, lines, tail]) => encode((hasMark ? '\uFEFF' : '') + lines.flat().join('') + tail))

  it('decodes as the standard says', () => {
    fc.assert(
      fc.property(
        streams,
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 40 }),
        (bytes, sizes) => {
          let cut = 0
          const events = decodeBytes(bytes, (offset) => offset + sizes[cut++ % sizes.length]!)
          expect(events).toEqual(decodeByTheBook(bytes))
        },
      ),
      { numRuns: 3_000 },
    )
  })

  it('decodes any bytes at all as the standard says', () => {
    const bytes = fc.array(fc.constantFrom(10, 13, 32, 58, 97, 100, 116, 0xe2, 0x82, 0xac, 0xef, 0xbb, 0xbf, 0xff), {
      maxLength: 60,
    })
    fc.assert(
      fc.property(bytes, fc.integer({ min: 1, max: 7 }), (list, size) => {
        const stream = Uint8Array.from([...encode('data:'), ...list])
        expect(decodeBytes(stream, (offset) => offset + size)).toEqual(decodeByTheBook(stream))
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('limits', () => {
  const overflow = (chunks: readonly string[], maxEventBytes: number): unknown => {
    const decoder = new EventDecoder({ maxEventBytes })
    try {
      for (const chunk of chunks) decoder.push(encode(chunk), () => {})
      return undefined
    } catch (error) {
      return (error as { code: string }).code
    }
  }

  it.each([
    { what: 'a line without an end', chunks: Array(20).fill('x'.repeat(64)) },
    { what: 'one long data line', chunks: [`data: ${'x'.repeat(1100)}\n`] },
    { what: 'an event of many data lines', chunks: Array(20).fill(`data: ${'x'.repeat(64)}\n`) },
    { what: 'an event of endless empty data lines', chunks: Array(1100).fill('data\n') },
  ])('refuses $what', ({ chunks }) => {
    expect(overflow(chunks, 1_024)).toBe('limit_exceeded')
  })

  it('counts each event anew, and comments not at all', () => {
    expect(overflow(Array(20).fill(`data: ${'x'.repeat(900)}\n\n: ${'y'.repeat(900)}\n\n`), 1_024)).toBeUndefined()
  })
})

describe('cost', () => {
  afterEach(() => void vi.restoreAllMocks())

  it('is linear for an event of 8 MiB in chunks of 4 KiB: no byte is copied or decoded twice over', () => {
    const eventBytes = 8 * 1024 * 1024
    const bytes = encode(`data: ${'x'.repeat(eventBytes)}\n\n`)
    const copied = vi.spyOn(Uint8Array.prototype, 'set')
    const kept = vi.spyOn(Uint8Array.prototype, 'slice')
    const decoded = vi.spyOn(TextDecoder.prototype, 'decode')
    const events = decodeBytes(bytes, (offset) => offset + 4_096)
    const sum = (lengths: number[]): number => lengths.reduce((total, length) => total + length, 0)
    const work = {
      copied: sum(copied.mock.calls.map(([source]) => source.length)),
      kept: sum(kept.mock.results.map(({ value }) => value.length)),
      decoded: sum(decoded.mock.calls.map(([source]) => (source as Uint8Array).length)),
    }
    vi.restoreAllMocks()
    expect(events[0]?.data.length).toBe(eventBytes)
    for (const [name, count] of Object.entries(work)) expect(count, name).toBeLessThanOrEqual(bytes.length)
  })
})
