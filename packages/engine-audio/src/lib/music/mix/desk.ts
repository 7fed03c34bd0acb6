import type { Role } from '../compose/score.ts'
import { sampleRate } from '../sample-rate.ts'
import type { Stereo } from './loudness.ts'

/** Mixing desk: the buffers that parts are mixed into. */
export interface Desk extends Stereo {
  /** Reverb send. */
  readonly hall: Float32Array
}

/** Mix settings of a part. */
export interface Channel {
  /** Target level in decibels, measured while the part sounds; independent of how loud its instrument is. */
  readonly decibels: number
  readonly pan: number
  /** Reverb and echo send levels, as fractions of the signal. */
  readonly reverb: number
  readonly echo: number
  readonly echoSeconds: number
  readonly isWide: boolean
}

/** Level of each role, in decibels. */
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

/** Reverb send level of each role, relative to that of the piece. */
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

/** Creates an empty desk of the given length in samples. */
export function createDesk(length: number): Desk {
  return { left: new Float32Array(length), right: new Float32Array(length), hall: new Float32Array(length) }
}

/** Adds a sound at a sample offset; samples beyond the end are dropped. */
export function addAt(buffer: Float32Array, sound: Float32Array, start: number): void {
  const length = Math.min(sound.length, buffer.length - start)
  for (let index = Math.max(0, -start); index < length; index++) buffer[start + index]! += sound[index]!
}

/** Returns the RMS level over the active 50 ms windows: those within 30 dB of the loudest. */
export function activeLevel(buffer: Float32Array): number {
  const step = Math.floor(sampleRate / 20)
  const powers: number[] = []
  for (let start = 0; start < buffer.length; start += step) {
    const end = Math.min(buffer.length, start + step)
    let sum = 0
    for (let index = start; index < end; index++) sum += buffer[index]! ** 2
    powers.push(sum / (end - start))
  }
  const gate = powers.reduce((max, power) => Math.max(max, power), 0) / 1_000
  const active = powers.filter((power) => power > gate)
  return Math.sqrt(active.reduce((sum, power) => sum + power, 0) / Math.max(1, active.length))
}

/** Adds a channel to the desk, applying level, pan, width, echo and reverb send. */
export function mixChannel(buffer: Float32Array, channel: Channel, desk: Desk): void {
  const level = activeLevel(buffer)
  if (level === 0) return
  const gain = 10 ** (channel.decibels / 20) / level
  if (channel.echo > 0) addEcho(buffer, channel.echo, channel.echoSeconds)
  // Constant-power panning; a wide instrument reaches one side a few milliseconds later, through a modulated delay.
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

/** Adds decaying echoes in place. */
function addEcho(buffer: Float32Array, share: number, seconds: number): void {
  const delay = Math.max(1, Math.round(seconds * sampleRate))
  for (let index = delay; index < buffer.length; index++) buffer[index]! += buffer[index - delay]! * share * 0.8
}
