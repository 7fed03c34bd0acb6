import type { Role } from '../compose/score.ts'
import { sampleRate } from '../sample-rate.ts'
import type { Stereo } from './loudness.ts'

/** What the parts are mixed into. */
export interface Desk extends Stereo {
  /** What goes to the hall. */
  readonly hall: Float32Array
}

/** How one part is mixed. */
export interface Channel {
  /** Level of what sounds, in decibels; the parts of a piece are weighed by it and not by how loud their instruments are. */
  readonly decibels: number
  readonly pan: number
  /** Shares that go to the hall and to the echo. */
  readonly reverb: number
  readonly echo: number
  readonly echoSeconds: number
  readonly isWide: boolean
}

/** Levels of the roles, in decibels. */
export const roleLevels: Readonly<Record<Role, number>> = {
  lead: -19,
  bass: -19,
  comp: -24,
  pad: -27,
  kick: -16,
  snare: -17,
  cymbal: -32,
  percussion: -27,
}

/** How much of each role goes to the hall, as a share of the piece's. */
export const roleReverb: Readonly<Record<Role, number>> = {
  lead: 1,
  bass: 0.05,
  comp: 0.8,
  pad: 1.2,
  kick: 0.04,
  snare: 0.6,
  cymbal: 0.35,
  percussion: 0.6,
}

/** An empty desk for so many samples. */
export function createDesk(length: number): Desk {
  return { left: new Float32Array(length), right: new Float32Array(length), hall: new Float32Array(length) }
}

/** Adds a sound from a sample on; what would lie beyond the end is dropped. */
export function addAt(buffer: Float32Array, sound: Float32Array, start: number): void {
  const length = Math.min(sound.length, buffer.length - start)
  for (let index = Math.max(0, -start); index < length; index++) buffer[start + index]! += sound[index]!
}

/** Root of the mean square of the stretches of 50 ms that sound: within 30 dB of the loudest. */
export function activeLevel(buffer: Float32Array): number {
  const step = Math.floor(sampleRate / 20)
  const powers: number[] = []
  for (let start = 0; start < buffer.length; start += step) {
    const end = Math.min(buffer.length, start + step)
    let sum = 0
    for (let index = start; index < end; index++) sum += buffer[index]! ** 2
    powers.push(sum / (end - start))
  }
  const gate = powers.reduce((most, power) => Math.max(most, power), 0) / 1_000
  const active = powers.filter((power) => power > gate)
  return Math.sqrt(active.reduce((sum, power) => sum + power, 0) / Math.max(1, active.length))
}

/** Adds a channel to the desk: level, place, width, echo and hall. */
export function mixChannel(buffer: Float32Array, channel: Channel, desk: Desk): void {
  const level = activeLevel(buffer)
  if (level === 0) return
  const gain = 10 ** (channel.decibels / 20) / level
  if (channel.echo > 0) addEcho(buffer, channel.echo, channel.echoSeconds)
  // Constant power; a wide instrument reaches one side some milliseconds later, by a delay that wanders.
  const angle = ((channel.pan + 1) * Math.PI) / 4
  const [left, right] = [Math.cos(angle) * gain, Math.sin(angle) * gain]
  const turn = (2 * Math.PI * 0.37) / sampleRate
  for (let index = 0; index < buffer.length; index++) {
    const dry = buffer[index]!
    let other = dry
    if (channel.isWide) {
      const delay = 420 + 70 * Math.sin(turn * index)
      const place = index - delay
      const whole = Math.floor(place)
      other = whole < 0 ? 0 : buffer[whole]! + (buffer[whole + 1]! - buffer[whole]!) * (place - whole)
    }
    desk.left[index]! += dry * left
    desk.right[index]! += other * right
    desk.hall[index]! += dry * gain * channel.reverb
  }
}

/** Repeats that fade, in place. */
function addEcho(buffer: Float32Array, share: number, seconds: number): void {
  const delay = Math.max(1, Math.round(seconds * sampleRate))
  for (let index = delay; index < buffer.length; index++) buffer[index]! += buffer[index - delay]! * share * 0.8
}
