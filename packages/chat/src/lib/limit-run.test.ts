import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { limitRun } from './limit-run.ts'
import type { RecordedRun } from './recorded-run.ts'

const maxBytes = 16_384
const run = (fields: Partial<RecordedRun>): RecordedRun => ({
  format: 'mira.run',
  version: 1,
  operation: 'chat.runTools',
  status: 'completed',
  startedAt: '2026-01-01T00:00:00.000Z',
  durationMs: 1,
  request: {},
  tools: [],
  messages: [],
  rounds: [],
  ...fields,
})
const round = (content: string, number = 1) => ({
  round: number,
  startedAtMs: 0,
  attempts: [],
  calls: [{ id: 'c', name: 'f', arguments: '{}', startedAtMs: 0, content }],
})
const sizeOf = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length

describe('limitRun', () => {
  it('leaves a small run as it is', () => {
    const small = run({ rounds: [round('x')] })
    expect(limitRun(small, maxBytes)).toBe(small)
  })

  it('cuts the longest texts, and says where', () => {
    const limited = limitRun(
      run({ messages: [{ role: 'user', content: 'short' }], rounds: [round('x'.repeat(100_000))] }),
      maxBytes,
    )
    expect(limited.messages).toEqual([{ role: 'user', content: 'short' }])
    expect(limited.rounds[0]?.calls[0]?.content).toBe(`${'x'.repeat(4_096)}… [95904 more characters]`)
    expect(limited.cut).toEqual([{ path: 'rounds[0].calls[0].content', omittedCharacters: 95_904 }])
  })

  it('leaves out messages and rounds from the middle, and keeps the first and the last', () => {
    const rounds = Array.from({ length: 300 }, (_, index) => round('y'.repeat(50), index + 1))
    const limited = limitRun(run({ rounds }), maxBytes)
    expect(limited.rounds[0]).toEqual(rounds[0])
    expect(limited.rounds.at(-1)).toEqual(rounds.at(-1))
    expect(limited.cut?.[0]?.path).toBe('rounds[1]')
    expect(limited.cut?.at(-1)?.path).toMatch(/^… \d+ more$/)
  })

  it('never exceeds the limit', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 50 }),
      fc.integer({ min: 0, max: 8_000 }).map((length) => '\u0001'.repeat(length)),
    )
    const value = fc.oneof(
      text,
      fc.dictionary(text, text, { maxKeys: 20 }),
      fc.array(fc.integer(), { maxLength: 2_000 }),
    )
    const fields = fc.record({
      request: fc.dictionary(text, value, { maxKeys: 5 }),
      messages: fc.array(fc.record({ role: fc.constant('user'), content: value as never }), { maxLength: 20 }),
      rounds: fc.array(
        text.map((content) => round(content)),
        { maxLength: 20 },
      ),
      error: fc.record({ name: text, message: text, body: value }),
      answer: text,
    })
    fc.assert(
      fc.property(fields, (some) => {
        const limited = limitRun(run(some as never), maxBytes)
        expect(sizeOf(limited)).toBeLessThanOrEqual(maxBytes)
        if (sizeOf(run(some as never)) > maxBytes) expect(limited.cut?.length).toBeGreaterThan(0)
      }),
      { numRuns: 40 },
    )
  })
})
