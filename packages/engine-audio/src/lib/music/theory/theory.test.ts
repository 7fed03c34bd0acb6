import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { genres } from '../brief/genres.ts'
import { parseChord, pitchClasses } from './chord.ts'
import { formatKey, isMinorMode, type Mode, parseNoteName, pitchOfStep, toHertz } from './scale.ts'
import { voiceChord } from './voicing.ts'

const modes: readonly Mode[] = ['major', 'mixolydian', 'minor', 'dorian', 'phrygian']

describe('keys', () => {
  it.each([
    [{ tonic: 2, mode: 'minor' }, 'D minor'],
    [{ tonic: 10, mode: 'major' }, 'Bb major'],
    [{ tonic: 6, mode: 'minor' }, 'F# minor'],
    [{ tonic: 7, mode: 'dorian' }, 'G dorian'],
  ] as const)('writes %o as %s', (key, name) => expect(formatKey(key)).toBe(name))

  it('reads note names and tunes to 440 Hz', () => {
    expect(['C', 'f#', 'Bb', 'H'].map(parseNoteName)).toEqual([0, 6, 10, undefined])
    expect(toHertz(69)).toBe(440)
    expect(pitchOfStep({ tonic: 0, mode: 'major' }, 7, 60)).toBe(72)
    expect(pitchOfStep({ tonic: 0, mode: 'minor' }, -1, 60)).toBe(58)
  })
})

describe('parseChord', () => {
  it.each([
    ['I', 'triad', [0, 4, 7]],
    ['ii7', 'triad', [2, 5, 9, 0]],
    ['V7/V', 'triad', [2, 6, 9, 0]],
    ['bVII', 'triad', [10, 2, 5]],
    ['V', 'seventh', [7, 11, 2, 5]],
    ['IV', 'seventh', [5, 9, 0, 4]],
    ['I', 'power', [0, 7]],
    ['iio', 'ninth', [2, 5, 8]],
  ] as const)('reads %s as %s in C major', (symbol, color, classes) => {
    expect(pitchClasses(parseChord(symbol, { tonic: 0, mode: 'major' }, color))).toEqual(classes)
  })

  it('rejects text that is not a numeral', () => {
    expect(() => parseChord('H7', { tonic: 0, mode: 'major' }, 'triad')).toThrow(SyntaxError)
  })
})

describe('voiceChord', () => {
  it('keeps every progression of every genre in range, complete and smooth', () => {
    const pick = fc.record({
      genre: fc.constantFrom(...genres),
      tonic: fc.integer({ min: 0, max: 11 }),
      mode: fc.constantFrom(...modes),
    })
    fc.assert(
      fc.property(pick, ({ genre, tonic, mode }) => {
        const { verse, chorus, bridge } = isMinorMode(mode) ? genre.minor : genre.major
        let voices: number[] = []
        const moves: number[] = []
        for (const symbol of [...verse, ...chorus, ...bridge].flatMap((bar) => bar.split(','))) {
          const chord = parseChord(symbol, { tonic, mode }, genre.color)
          const next = voiceChord(chord, voices, [50, 74])
          expect(Math.min(...next)).toBeGreaterThanOrEqual(50)
          expect(Math.max(...next)).toBeLessThanOrEqual(74)
          expect(new Set(next.map((pitch) => pitch % 12))).toEqual(new Set(pitchClasses(chord)))
          if (voices.length > 0)
            moves.push(...next.map((pitch) => Math.min(...voices.map((other) => Math.abs(other - pitch)))))
          voices = next
        }
        expect(moves.reduce((sum, move) => sum + move, 0) / moves.length).toBeLessThan(2.6)
      }),
      { seed: 1 },
    )
  })
})
