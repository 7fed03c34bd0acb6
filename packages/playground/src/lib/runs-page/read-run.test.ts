import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRun } from './read-run.ts'

const run = { format: 'mira.run', version: 1 }

describe('readRun', () => {
  it.each([
    ['{', 'it is not JSON'],
    ['null', 'it is not a recording of recordRun'],
    ['[]', 'it is not a recording of recordRun'],
    ['{"version":1}', 'it is not a recording of recordRun'],
    ['{"format":"mira.run","version":2}', 'its version is 2, and this page shows version 1'],
  ])('refuses %s', (text, message) => {
    expect(() => readRun(text)).toThrow(message)
  })

  it('fills in what is missing', () => {
    expect(readRun(JSON.stringify(run))).toMatchObject({ status: '', durationMs: 0, rounds: [], messages: [], cut: [] })
  })

  it('lasts until the end of its last call', () => {
    const rounds = [{ startedAtMs: 1, durationMs: 2, calls: [{ name: 'f', startedAtMs: 3, durationMs: 4 }] }]
    expect(readRun(JSON.stringify({ ...run, durationMs: 5, rounds })).durationMs).toBe(7)
  })

  it('reads any other file of this format', () => {
    const names = fc.constantFrom('rounds', 'calls', 'attempts', 'startedAtMs', 'durationMs', 'error', 'cut', 'usage')
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        fc.jsonValue({ maxDepth: 1 }),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(names, tie('tree'), { maxKeys: 4 }),
      ),
    }))
    fc.assert(
      fc.property(fc.dictionary(names, tree, { maxKeys: 4 }), (fields) => {
        const { durationMs, rounds } = readRun(JSON.stringify({ ...fields, ...run }))
        expect(durationMs).toBeGreaterThanOrEqual(0)
        for (const { startedAtMs } of rounds) expect(startedAtMs).toBeGreaterThanOrEqual(0)
      }),
    )
  })
})
