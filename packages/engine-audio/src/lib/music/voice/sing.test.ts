import { describe, expect, it } from 'vitest'
import { measurePitch } from '../../../../test/measure-pitch.ts'
import { toHertz } from '../theory/scale.ts'
import { fitNote } from './fit-note.ts'
import { loadFliteSinger } from './flite-singer.ts'

const sing = loadFliteSinger()

describe.each(['slt', 'awb'] as const)('%s', (voice) => {
  it.each([
    { phones: ['l', 'ah', 'v'], pitch: 55, seconds: 1.2 },
    { phones: ['n', 'ay', 't'], pitch: 57, seconds: 0.3 },
    { phones: ['sh', 'ay', 'n'], pitch: 60, seconds: 0.8 },
    { phones: ['d', 'ey'], pitch: 52, seconds: 0.6 },
    { phones: ['m', 'uw', 'n'], pitch: 64, seconds: 2 },
  ])('sings $phones on pitch $pitch for $seconds s', ({ phones, pitch, seconds }) => {
    const pitchHz = toHertz(pitch)
    const { samples, sampleRate } = sing({ voice, phones, pitchHz, stretch: 1.2 })
    const length = Math.round(seconds * sampleRate)
    const note = fitNote(samples, { sampleRate, pitchHz, length })
    expect(Math.abs(note.length - length) / sampleRate).toBeLessThan(0.02)
    const cents = 1_200 * Math.log2(measurePitch(note, sampleRate) / pitchHz)
    expect(Math.abs(cents)).toBeLessThan(50)
  })
})
