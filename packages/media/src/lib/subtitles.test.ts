import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseSubtitles } from './parse-subtitles.ts'
import { toSrt } from './to-srt.ts'
import { toVtt } from './to-vtt.ts'

const segments = [
  { start: 0, end: 1.2345, text: ' Hello <b>there</b> & all ' },
  { start: 59.9996, end: 3_600.001, text: 'one\n\n\ntwo --> three' },
  { start: 7_325.5, end: 3, text: 'ends before it begins' },
  { start: 8_000, end: 8_001, text: '  ' },
]

describe('toSrt and toVtt', () => {
  it('write segments, rounded to milliseconds', () => {
    expect(toSrt({ segments })).toBe(
      `1\n00:00:00,000 --> 00:00:01,235\nHello <b>there</b> & all\n
2\n00:01:00,000 --> 01:00:00,001\none\ntwo --> three\n
3\n02:02:05,500 --> 02:02:05,500\nends before it begins\n`,
    )
    expect(toVtt({ segments })).toBe(
      `WEBVTT\n
00:00:00.000 --> 00:00:01.235\nHello &lt;b&gt;there&lt;/b&gt; &amp; all\n
00:01:00.000 --> 01:00:00.001\none\ntwo --&gt; three\n
02:02:05.500 --> 02:02:05.500\nends before it begins\n`,
    )
  })

  it('gather words into lines that end at a pause, after seven seconds and after 84 characters', () => {
    const say = (word: string, start: number): { word: string; start: number; end: number } => ({
      word,
      start,
      end: start + 0.4,
    })
    const words = [
      say('Hello', 0),
      say(' there', 0.5),
      say('after', 2),
      say('a', 2.5),
      ...Array.from({ length: 20 }, (_, index) => say('long', 10 + index / 2)),
    ]
    const cues = parseSubtitles(toSrt({ words }))
    expect(cues.map(({ text }) => text).slice(0, 2)).toEqual(['Hello there', 'after a'])
    expect(cues.slice(2).map(({ start, end }) => end - start <= 7)).toEqual([true, true])
    const dense = Array.from({ length: 40 }, (_, index) => say('word', index / 100))
    expect(parseSubtitles(toSrt({ words: dense })).every(({ text }) => text.length <= 84)).toBe(true)
  })

  it.each([
    [{ text: 'Hi', duration: 2 }, '1\n00:00:00,000 --> 00:00:02,000\nHi\n'],
    [{ text: 'Hi', duration: null, segments: [], words: [] }, '1\n00:00:00,000 --> 00:00:00,000\nHi\n'],
    [{ text: 'Hi', duration: Number.NaN }, '1\n00:00:00,000 --> 00:00:00,000\nHi\n'],
    [{ segments: [{ start: -1, end: 100 * 3_600, text: 'x' }] }, '1\n00:00:00,000 --> 100:00:00,000\nx\n'],
    [{ text: '' }, ''],
    [{}, ''],
  ])('write %o', (transcript, expected) => {
    expect(toSrt(transcript)).toBe(expected)
  })

  it('are read back as they were written', () => {
    const line = fc
      .oneof(
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom('00:00:01,000 --> 00:00:02,000', '7', '&amp;', '<i>', 'NOTE x', '-->', 'WEBVTT'),
      )
      .map((text) =>
        text
          .split(/[\r\n]/)
          .join(' ')
          .trim(),
      )
    const milliseconds = fc.oneof(
      fc.nat(100_000_000),
      fc.constantFrom(0, 999, 1_000, 59_999, 60_000, 3_599_999, 3_600_000, 359_999_999),
    )
    const segment = fc
      .tuple(milliseconds, fc.nat(100_000), fc.array(line, { minLength: 1, maxLength: 3 }))
      .map(([start, length, lines]) => ({
        start: start / 1_000,
        end: (start + length) / 1_000,
        text: lines.filter((text) => text !== '').join('\n'),
      }))
      .filter(({ text }) => text !== '')
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 5 }), (list) => {
        expect(parseSubtitles(toSrt({ segments: list }))).toEqual(list)
        expect(parseSubtitles(toVtt({ segments: list }))).toEqual(list)
        expect(parseSubtitles(toVtt({ segments: list }).replaceAll('\n', '\r\n'))).toEqual(list)
      }),
      { numRuns: 500 },
    )
  })

  it('write times that sort, in the right form, whatever the seconds', () => {
    const seconds = fc.oneof(fc.double(), fc.double({ min: 0, max: 1e5, noNaN: true }))
    fc.assert(
      fc.property(seconds, seconds, (start, end) => {
        const [, from = '', to = ''] =
          /^1\n(.+) --> (.+)\nx\n$/.exec(toSrt({ segments: [{ start, end, text: 'x' }] })) ?? []
        const [cue] = parseSubtitles(toVtt({ segments: [{ start, end, text: 'x' }] }))
        for (const time of [from, to]) expect(time).toMatch(/^\d{2,}:[0-5]\d:[0-5]\d,\d{3}$/)
        expect(cue!.end).toBeGreaterThanOrEqual(cue!.start)
        if (start >= 0 && start < 1e5) expect(Math.abs(cue!.start - start)).toBeLessThanOrEqual(0.000501)
      }),
    )
  })
})

describe('parseSubtitles', () => {
  it('reads what others write: names, settings, tags, notes, styles, short times', () => {
    const vtt = `\ufeffWEBVTT - Title
Kind: captions

NOTE a remark
00:00.000 --> is no time

STYLE
::cue { color: red }

intro
00:01.000 --> 00:02.000 align:start position:0%
<v Roger>Hello <c.loud>you</c> &amp; <00:01.500>me&unknown;&constructor;

01:00:00.000 --> 01:00:01.000
second
line`
    expect(parseSubtitles(vtt)).toEqual([
      { start: 1, end: 2, text: 'Hello you & me&unknown;&constructor;' },
      { start: 3_600, end: 3_601, text: 'second\nline' },
    ])
  })

  it('never fails', () => {
    const chunk = fc.oneof(
      fc.string(),
      fc.constantFrom('\n', '\n\n', '00:00:01,000', ' --> ', 'WEBVTT', '99:99:99.999', '<', '&'),
    )
    fc.assert(
      fc.property(fc.array(chunk), (chunks) => {
        for (const { start, end } of parseSubtitles(chunks.join(''))) expect(Number.isFinite(start + end)).toBe(true)
      }),
    )
  })
})
