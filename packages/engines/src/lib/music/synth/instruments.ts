import { analog } from './analog.ts'
import { burst, chipNoise, membrane, metal, together, vinyl } from './drums.ts'
import type { InstrumentName } from './instrument-name.ts'
import { modulated, piano } from './keys.ts'
import { pluck } from './pluck.ts'
import { formant, sustained } from './sustained.ts'
import type { Envelope, Renderer } from './tone.ts'

/** How an instrument sounds and what the desk does to it. */
export interface Instrument {
  readonly render: Renderer
  /** Cuts what lies below, in hertz. */
  readonly highPass?: number
  /** Cuts what lies above, in hertz. */
  readonly lowPass?: number
  /** Overdrive before the low pass. */
  readonly drive?: number
  /** Whether it is spread over both sides. */
  readonly isWide?: boolean
}

const adsr = (attack: number, decay: number, sustain: number, release: number): Envelope => ({
  attack,
  decay,
  sustain,
  release,
})

const bow = (harmonic: number, hertz: number) =>
  harmonic ** -1.1 *
  (0.4 + formant(hertz, 500, 300) + 0.8 * formant(hertz, 1_200, 700) + 0.5 * formant(hertz, 3_000, 1_200))
const reed = (harmonic: number, hertz: number) =>
  harmonic ** -0.8 * (0.3 + formant(hertz, 900, 800) + 0.5 * formant(hertz, 2_600, 1_200))
const horn = (harmonic: number, hertz: number) => harmonic ** -0.7 * (0.25 + formant(hertz, 1_100, 1_300))
const vowel = (harmonic: number, hertz: number) =>
  harmonic ** -0.9 * (formant(hertz, 500, 350) + 0.6 * formant(hertz, 1_000, 300) + 0.25 * formant(hertz, 2_700, 600))

const chip = { saw: 0, sub: 0, voices: 1, detuneCents: 0, cutoff: 40, opening: 0, sweep: 1, resonance: 0 }

/** Every instrument of the synthesizer. */
export const instruments: Readonly<Record<InstrumentName, Instrument>> = {
  piano: { render: piano, isWide: true },
  'electric-piano': {
    render: modulated({
      ratio: 1,
      depth: 1.6,
      depthDecay: 0.5,
      envelope: adsr(0.003, 2.2, 0, 0.25),
      tine: { ratio: 14.1, level: 0.12, decay: 0.35 },
      tremoloHertz: 4.8,
    }),
    isWide: true,
    lowPass: 5_500,
  },
  clavinet: { render: pluck({ decay: 1.2, brightness: 0.95, position: 0.08, release: 0.04, tap: 0.1 }), highPass: 250 },
  organ: {
    render: sustained({
      spectrum: (n) => [0, 1, 0.9, 0.7, 0.55, 0, 0.3, 0, 0.35][n] ?? 0,
      envelope: adsr(0.008, 1, 1, 0.06),
      vibratoCents: 9,
      vibratoHertz: 6.2,
      breath: 0.01,
      voices: 2,
      detuneCents: 3,
    }),
    isWide: true,
  },
  accordion: {
    render: sustained({
      spectrum: reed,
      envelope: adsr(0.05, 1, 0.9, 0.09),
      vibratoCents: 4,
      vibratoHertz: 4.5,
      breath: 0.03,
      voices: 2,
      detuneCents: 8,
    }),
    isWide: true,
  },
  harmonica: {
    render: sustained({
      spectrum: reed,
      envelope: adsr(0.04, 0.6, 0.85, 0.08),
      vibratoCents: 18,
      vibratoHertz: 5,
      breath: 0.08,
      voices: 1,
      detuneCents: 0,
    }),
    lowPass: 6_000,
  },
  melodica: {
    render: sustained({
      spectrum: (n) => n ** -1.2 * (n % 2 ? 1 : 0.5),
      envelope: adsr(0.04, 0.6, 0.85, 0.08),
      vibratoCents: 6,
      vibratoHertz: 4.8,
      breath: 0.06,
      voices: 1,
      detuneCents: 0,
    }),
  },
  celesta: {
    render: modulated({
      ratio: 3.5,
      depth: 0.9,
      depthDecay: 0.15,
      envelope: adsr(0.002, 1.4, 0, 0.6),
      tine: { ratio: 4, level: 0.15, decay: 0.4 },
    }),
    isWide: true,
    highPass: 200,
  },
  vibraphone: {
    render: modulated({
      ratio: 4,
      depth: 0.7,
      depthDecay: 0.08,
      envelope: adsr(0.003, 2.4, 0, 0.4),
      tremoloHertz: 5.6,
    }),
    isWide: true,
  },
  'nylon-guitar': { render: pluck({ decay: 2.6, brightness: 0.45, position: 0.22, release: 0.18 }), lowPass: 6_000 },
  'steel-guitar': { render: pluck({ decay: 4, brightness: 0.75, position: 0.14, release: 0.25 }), highPass: 90 },
  'electric-guitar': {
    render: pluck({ decay: 4.5, brightness: 0.65, position: 0.1, release: 0.12 }),
    drive: 1.2,
    lowPass: 5_000,
    highPass: 110,
  },
  'jazz-guitar': {
    render: pluck({ decay: 3, brightness: 0.35, position: 0.25, release: 0.12 }),
    lowPass: 2_600,
    highPass: 90,
  },
  'distorted-guitar': {
    render: pluck({ decay: 9, brightness: 0.7, position: 0.12, release: 0.06 }),
    drive: 14,
    lowPass: 4_200,
    highPass: 90,
  },
  'lead-guitar': {
    render: pluck({ decay: 10, brightness: 0.6, position: 0.15, release: 0.08 }),
    drive: 8,
    lowPass: 4_500,
    highPass: 180,
  },
  banjo: { render: pluck({ decay: 1.1, brightness: 0.9, position: 0.1, release: 0.1, tap: 0.05 }), highPass: 200 },
  harp: { render: pluck({ decay: 4, brightness: 0.5, position: 0.35, release: 1.4 }), isWide: true },
  'upright-bass': {
    render: pluck({ decay: 2, brightness: 0.3, position: 0.2, release: 0.08, tap: 0.06 }),
    lowPass: 2_000,
  },
  'electric-bass': {
    render: pluck({ decay: 4, brightness: 0.5, position: 0.15, release: 0.06 }),
    lowPass: 2_400,
    drive: 1,
  },
  'slap-bass': {
    render: pluck({ decay: 3, brightness: 0.95, position: 0.07, release: 0.05, tap: 0.2 }),
    lowPass: 5_500,
    drive: 1.2,
  },
  'synth-bass': {
    render: analog({
      saw: 0.8,
      square: 0.3,
      sub: 0.5,
      voices: 1,
      detuneCents: 0,
      cutoff: 2.5,
      opening: 9,
      sweep: 0.22,
      resonance: 0.35,
      envelope: adsr(0.003, 0.4, 0.6, 0.05),
    }),
  },
  'acid-bass': {
    render: analog({
      saw: 1,
      square: 0,
      sub: 0.2,
      voices: 1,
      detuneCents: 0,
      cutoff: 2,
      opening: 16,
      sweep: 0.18,
      resonance: 0.85,
      envelope: adsr(0.002, 0.25, 0.4, 0.03),
    }),
    drive: 2,
  },
  'reese-bass': {
    render: analog({
      saw: 1,
      square: 0,
      sub: 0.7,
      voices: 3,
      detuneCents: 22,
      cutoff: 4,
      opening: 4,
      sweep: -0.6,
      resonance: 0.2,
      envelope: adsr(0.01, 1, 0.9, 0.06),
    }),
    drive: 1.5,
    lowPass: 3_000,
  },
  'sub-bass': {
    render: analog({
      saw: 0.12,
      square: 0,
      sub: 0,
      voices: 1,
      detuneCents: 0,
      cutoff: 3,
      opening: 2,
      sweep: 0.3,
      resonance: 0,
      envelope: adsr(0.008, 2, 0.75, 0.12),
    }),
    drive: 1,
  },
  'saw-lead': {
    render: analog({
      saw: 0.7,
      square: 0.25,
      sub: 0,
      voices: 2,
      detuneCents: 9,
      cutoff: 4,
      opening: 6,
      sweep: 0.5,
      resonance: 0.25,
      envelope: adsr(0.012, 0.6, 0.75, 0.18),
      vibratoCents: 18,
    }),
  },
  'square-lead': {
    render: analog({
      saw: 0,
      square: 0.6,
      sub: 0,
      voices: 2,
      detuneCents: 6,
      cutoff: 5,
      opening: 5,
      sweep: 0.3,
      resonance: 0.15,
      envelope: adsr(0.006, 0.4, 0.6, 0.12),
      vibratoCents: 12,
    }),
  },
  'acid-lead': {
    render: analog({
      saw: 1,
      square: 0,
      sub: 0,
      voices: 1,
      detuneCents: 0,
      cutoff: 1.5,
      opening: 10,
      sweep: 0.16,
      resonance: 0.9,
      envelope: adsr(0.002, 0.2, 0.3, 0.05),
    }),
    drive: 2,
  },
  'super-saw': {
    render: analog({
      saw: 1,
      square: 0,
      sub: 0,
      voices: 5,
      detuneCents: 18,
      cutoff: 7,
      opening: 5,
      sweep: 0.4,
      resonance: 0.05,
      envelope: adsr(0.01, 0.8, 0.7, 0.2),
    }),
    isWide: true,
    highPass: 180,
  },
  'warm-pad': {
    render: analog({
      saw: 0.8,
      square: 0.2,
      sub: 0,
      voices: 2,
      detuneCents: 11,
      cutoff: 2.5,
      opening: 2.5,
      sweep: -1.2,
      resonance: 0.1,
      envelope: adsr(0.35, 1, 0.9, 0.7),
    }),
    isWide: true,
    highPass: 140,
  },
  'dark-pad': {
    render: analog({
      saw: 1,
      square: 0,
      sub: 0.2,
      voices: 2,
      detuneCents: 16,
      cutoff: 1.2,
      opening: 1.6,
      sweep: -1.5,
      resonance: 0.3,
      envelope: adsr(0.4, 1, 0.9, 0.8),
    }),
    isWide: true,
    highPass: 110,
  },
  strings: {
    render: sustained({
      spectrum: bow,
      envelope: adsr(0.12, 1, 0.95, 0.3),
      vibratoCents: 12,
      vibratoHertz: 5.4,
      breath: 0.03,
      voices: 3,
      detuneCents: 11,
    }),
    isWide: true,
    highPass: 120,
  },
  'low-strings': {
    render: sustained({
      spectrum: bow,
      envelope: adsr(0.06, 1, 0.85, 0.18),
      vibratoCents: 8,
      vibratoHertz: 4.8,
      breath: 0.05,
      voices: 2,
      detuneCents: 7,
    }),
  },
  'solo-violin': {
    render: sustained({
      spectrum: bow,
      envelope: adsr(0.07, 0.8, 0.9, 0.14),
      vibratoCents: 24,
      vibratoHertz: 5.8,
      breath: 0.05,
      voices: 1,
      detuneCents: 0,
    }),
    highPass: 180,
  },
  flute: {
    render: sustained({
      spectrum: (n) => [0, 1, 0.45, 0.2, 0.1, 0.05, 0.02][n] ?? 0,
      envelope: adsr(0.06, 0.5, 0.9, 0.12),
      vibratoCents: 14,
      vibratoHertz: 5,
      breath: 0.14,
      voices: 1,
      detuneCents: 0,
    }),
  },
  clarinet: {
    render: sustained({
      spectrum: (n) => n ** -1 * (n % 2 ? 1 : 0.12),
      envelope: adsr(0.04, 0.5, 0.92, 0.09),
      vibratoCents: 5,
      vibratoHertz: 4.8,
      breath: 0.03,
      voices: 1,
      detuneCents: 0,
    }),
  },
  saxophone: {
    render: sustained({
      spectrum: reed,
      envelope: adsr(0.035, 0.4, 0.85, 0.1),
      vibratoCents: 20,
      vibratoHertz: 5.2,
      breath: 0.1,
      voices: 1,
      detuneCents: 0,
      bloom: 0.06,
    }),
  },
  trumpet: {
    render: sustained({
      spectrum: horn,
      envelope: adsr(0.03, 0.4, 0.85, 0.09),
      vibratoCents: 12,
      vibratoHertz: 5.4,
      breath: 0.02,
      voices: 1,
      detuneCents: 0,
      bloom: 0.08,
    }),
  },
  brass: {
    render: sustained({
      spectrum: horn,
      envelope: adsr(0.05, 0.5, 0.85, 0.14),
      vibratoCents: 5,
      vibratoHertz: 5,
      breath: 0.02,
      voices: 3,
      detuneCents: 8,
      bloom: 0.12,
    }),
    isWide: true,
  },
  choir: {
    render: sustained({
      spectrum: vowel,
      envelope: adsr(0.35, 1, 0.95, 0.7),
      vibratoCents: 16,
      vibratoHertz: 5.1,
      breath: 0.04,
      voices: 4,
      detuneCents: 14,
    }),
    isWide: true,
  },
  'chip-square': { render: analog({ ...chip, square: 1, pulse: 0.25, envelope: adsr(0.001, 0.3, 0.5, 0.02) }) },
  'chip-lead': {
    render: analog({ ...chip, square: 1, pulse: 0.5, envelope: adsr(0.001, 0.5, 0.7, 0.03), vibratoCents: 20 }),
  },
  'chip-triangle': {
    render: analog({ ...chip, square: 0.6, sub: 0.8, cutoff: 3, envelope: adsr(0.001, 0.5, 0.9, 0.02) }),
  },
  kick: { render: membrane({ from: 190, to: 52, fall: 0.025, decay: 0.32, click: 0.35 }) },
  '808-kick': { render: membrane({ from: 130, to: 46, fall: 0.04, decay: 0.7, click: 0.15 }) },
  tom: { render: membrane({ from: 210, to: 120, fall: 0.06, decay: 0.4, click: 0.15 }), isWide: true },
  timpani: { render: membrane({ from: 105, to: 88, fall: 0.08, decay: 1.6, click: 0.1 }) },
  snare: {
    render: together(
      [membrane({ from: 260, to: 185, fall: 0.02, decay: 0.16, click: 0.3 }), 0.6],
      [burst({ low: 900, high: 9_000, decay: 0.2 }), 1],
    ),
  },
  '808-snare': {
    render: together(
      [membrane({ from: 230, to: 170, fall: 0.01, decay: 0.12, click: 0.1 }), 0.7],
      [burst({ low: 1_800, high: 12_000, decay: 0.16 }), 1],
    ),
  },
  clap: { render: burst({ low: 800, high: 6_000, decay: 0.18, strokes: [0, 0.011, 0.022] }) },
  rim: {
    render: together(
      [membrane({ from: 1_700, to: 1_650, fall: 0.01, decay: 0.05, click: 0.5 }), 0.7],
      [burst({ low: 1_200, high: 7_000, decay: 0.03 }), 0.5],
    ),
  },
  'closed-hat': { render: metal(0.07, 3_100, 1) },
  'open-hat': { render: metal(0.38, 3_100, 1) },
  ride: { render: metal(0.9, 2_300, 0.35) },
  crash: { render: metal(1.9, 1_900, 0.9), isWide: true },
  brush: { render: burst({ low: 1_500, high: 8_000, decay: 0.2, attack: 0.05 }) },
  shaker: { render: burst({ low: 4_500, high: 12_000, decay: 0.08, attack: 0.015 }) },
  'chip-noise': { render: chipNoise },
  vinyl: { render: vinyl, highPass: 300 },
}
