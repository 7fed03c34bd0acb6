import type { BasicSoundBank } from 'spessasynth_core'
import type { Plan } from '../compose/plan.ts'
import type { Part, Role } from '../compose/score.ts'
import { instruments } from '../instruments/instruments.ts'
import { renderPart } from '../instruments/render-part.ts'
import { sampleRate } from '../sample-rate.ts'
import { createDesk, type Desk, mixChannel, roleLevels, roleReverb } from './desk.ts'
import { master } from './master.ts'
import { addReverb } from './reverb.ts'

/** Input for a performance. */
export interface Performance {
  /** Number of samples to render. */
  readonly length: number
  /** Sound font of the instruments. */
  readonly bank: BasicSoundBank
  readonly parts: readonly Part[]
  /** Sung or spoken vocals, as long as the piece. */
  readonly voice: Float32Array | undefined
  readonly seed: number
}

/** Fraction by which the band is ducked under the vocals. */
const ducking = 0.3

/** Renders all parts, then mixes and masters them to an exact number of samples. */
export function performPiece(
  plan: Plan,
  { length, bank, parts, voice, seed }: Performance,
  onProgress: (fraction: number) => void,
): Desk {
  const desk = createDesk(length)
  const buffer = new Float32Array(length)
  for (const [index, part] of parts.entries()) {
    renderPart(part, { bank, tempo: plan.tempo, seed: seed + index }, buffer)
    mixChannel(buffer, channelOf(plan, part), desk)
    onProgress((index + 1) / (parts.length + 2))
  }
  if (voice) addVoice(plan, voice, desk)
  addReverb(desk.hall, desk, { seconds: 0.9 + 3.2 * reverbOf(plan), damping: 0.35 })
  onProgress((parts.length + 1) / (parts.length + 2))
  const seconds = length / sampleRate
  master(desk, { toneHertz: plan.genre.toneHertz, fadeSeconds: Math.min(1.5, seconds * 0.12) })
  return desk
}

function reverbOf(plan: Plan): number {
  return Math.min(0.7, Math.max(0, plan.genre.reverb + plan.mood.reverb))
}

function channelOf(plan: Plan, { instrument, role, pan }: Part) {
  const { isWide = false } = instruments[instrument]
  const echo = role === 'lead' ? plan.genre.echo : 0
  const decibels = roleLevels[role] + (emphasis[plan.genre.name]?.[role] ?? 0)
  // The echo delay is three eighths, so it falls between the beats.
  return { decibels, pan, isWide, echo, echoSeconds: 45 / plan.tempo, reverb: reverbOf(plan) * roleReverb[role] }
}

/** Deviations of a genre from the default balance, in decibels. */
const emphasis: Readonly<Record<string, Readonly<Partial<Record<Role, number>>>>> = {
  metal: { comp: 5, kick: -1 },
  rock: { comp: 3 },
  jazz: { kick: -9, cymbal: 1, snare: -5 },
  folk: { comp: 4, kick: -8, bass: -3 },
  'lo-fi': { comp: 4, kick: -2, snare: -3, pad: -12 },
  'hip hop': { bass: 3, kick: 2 },
  'drum and bass': { bass: 3, kick: 1, snare: 2 },
  house: { kick: 2 },
  techno: { kick: 3, lead: -5 },
  reggae: { bass: 3, kick: -3 },
  'bossa nova': { comp: 3, kick: -9, snare: -7 },
  classical: { comp: -1, lead: 1 },
  ambient: { pad: 8, lead: -4, bass: -4 },
  orchestral: { pad: 3, kick: -2 },
}

/** Adds the vocals to the center and ducks the band under them. */
function addVoice(plan: Plan, voice: Float32Array, desk: Desk): void {
  const release = 1 - Math.exp(-1 / (0.15 * sampleRate))
  let peak = 0
  for (let index = 0; index < voice.length; index++) peak = Math.max(peak, Math.abs(voice[index]!))
  let level = 0
  for (let index = 0; index < voice.length; index++) {
    level = Math.max(Math.abs(voice[index]!), level - release * level)
    const gain = 1 - ducking * Math.min(1, (3 * level) / (peak || 1))
    desk.left[index]! *= gain
    desk.right[index]! *= gain
  }
  mixChannel(
    voice,
    { decibels: -13, pan: 0, isWide: false, echo: 0, echoSeconds: 1, reverb: 0.12 + 0.5 * reverbOf(plan) },
    desk,
  )
}
