import type { BasicSoundBank } from 'spessasynth_core'
import { describe, expect, it } from 'vitest'
import { measureTone, onsetSeconds } from '../../../../test/music/measure-tone.ts'
import type { Note, Part } from '../compose/score.ts'
import { sampleRate } from '../sample-rate.ts'
import { toHertz } from '../theory/scale.ts'
import { cutSoundBank } from './cut-sound-bank.ts'
import { type InstrumentName, instrumentNames } from './instrument-name.ts'
import { instruments } from './instruments.ts'
import { renderPart } from './render-part.ts'
import { loadSoundBank, parseSoundBank, readPackedSoundBank } from './sound-bank.ts'

const whole = await loadSoundBank()

/** Plays notes at 60 beats per minute, so that beats are seconds. */
function play(instrument: InstrumentName, notes: readonly Partial<Note>[], bank: BasicSoundBank = whole): Float32Array {
  const full = notes.map((note) => ({ start: 0, beats: 1, pitch: 60, velocity: 0.8, ...note }))
  const end = Math.max(...full.map(({ start, beats }) => start + beats))
  const buffer = new Float32Array(Math.ceil((end + 0.5) * sampleRate))
  const part: Part = { instrument, role: 'lead', pan: 0, notes: full }
  renderPart(part, { bank, tempo: 60, seed: 1 }, buffer)
  return buffer
}

const isPitched = (name: InstrumentName) => {
  const { sound } = instruments[name]
  return typeof sound !== 'function' && !sound.keys && sound.range === undefined
}

const power = (samples: Float32Array) => samples.reduce((sum, value) => sum + value * value, 0) / samples.length

const isSame = (one: Float32Array, other: Float32Array) =>
  Buffer.compare(Buffer.from(one.buffer), Buffer.from(other.buffer)) === 0

describe('pitch', () => {
  it.each(instrumentNames.filter(isPitched))('plays %s within 10 cents', (name) => {
    const pitches = name.includes('bass') || name === 'low-strings' ? [33, 38, 43] : [57, 64, 69]
    const cents = pitches.map((pitch) => measureTone(play(name, [{ pitch }]), toHertz(pitch)).cents)
    const median = cents.sort((a, b) => a - b)[1]
    // A resonance that sweeps past the harmonics affects the measurement, not the pitch that is played.
    expect(Math.abs(median ?? 100)).toBeLessThanOrEqual(name === 'acid-bass' || name === 'synth-bass' ? 20 : 10)
  })

  it('brings a pitch that an instrument cannot play into its range by octaves', () => {
    expect(isSame(play('timpani', [{ pitch: 60 }]), play('timpani', [{ pitch: 48 }]))).toBe(true)
  })
})

describe('time', () => {
  const prompt = [
    'piano',
    'steel-guitar',
    'harp',
    'upright-bass',
    'electric-bass',
    'trumpet',
    'celesta',
    'chip-lead',
  ] as const
  it.each(prompt)('starts %s within 10 ms', (name) => {
    const start = 0.777
    expect(Math.abs(onsetSeconds(play(name, [{ start }])) - start)).toBeLessThan(0.01)
  })

  const drums = [
    'kick',
    '808-kick',
    'tom',
    'timpani',
    'snare',
    '808-snare',
    'clap',
    'rim',
    'closed-hat',
    'open-hat',
  ] as const
  const moreDrums = ['ride', 'crash', 'chip-noise'] as const
  it.each([...drums, ...moreDrums])('strikes %s on each of its beats', (name) => {
    const beats = [0.25, 1, 2.5]
    const samples = play(
      name,
      beats.map((start) => ({ start, beats: 0.25 })),
    )
    for (const beat of beats) {
      const at = Math.round(beat * sampleRate)
      const before = power(samples.subarray(at - 441, at))
      expect(power(samples.subarray(at, at + 882))).toBeGreaterThan(4 * before + 1e-7)
    }
  })

  it('strikes a key again that still sounds, and lets the second stroke ring', () => {
    const samples = play('organ', [
      { start: 0, beats: 1.2 },
      { start: 1, beats: 1 },
    ])
    const at = (second: number) => power(samples.subarray(second * sampleRate, (second + 0.1) * sampleRate))
    expect(at(1.7)).toBeGreaterThan(at(0.7) / 2)
    expect(at(2.4)).toBeLessThan(at(0.7) / 100)
  })
})

describe('expression', () => {
  it.each(['piano', 'trumpet', 'electric-bass', 'snare'] as const)('plays %s louder with velocity', (name) => {
    expect(power(play(name, [{ velocity: 0.9 }]))).toBeGreaterThan(2 * power(play(name, [{ velocity: 0.4 }])))
  })

  it.each(['piano', 'trumpet', 'steel-guitar'] as const)('plays %s brighter with velocity', (name) => {
    const centroid = (velocity: number) => measureTone(play(name, [{ pitch: 67, velocity }]), toHertz(67)).centroid
    expect(centroid(0.95)).toBeGreaterThan(1.1 * centroid(0.4))
  })
})

it('renders the same samples for a part, independent of previous parts', () => {
  const notes = [{ pitch: 60 }, { pitch: 64, start: 0.5 }, { pitch: 67, start: 0.7 }]
  const first = play('strings', notes)
  play('acid-bass', [{ pitch: 40, beats: 3 }])
  expect(isSame(first, play('strings', notes))).toBe(true)
})

describe('the sound font of the package', () => {
  it('is less than 6 MB and sounds as the whole font does', async () => {
    const bank = await readPackedSoundBank()
    cutSoundBank(bank)
    const file = bank.writeSF2()
    expect(file.byteLength).toBeLessThan(6_000_000)
    const cut = await parseSoundBank(file)
    for (const name of instrumentNames)
      expect(isSame(play(name, [{ pitch: 55 }], cut), play(name, [{ pitch: 55 }])), name).toBe(true)
  })
})
