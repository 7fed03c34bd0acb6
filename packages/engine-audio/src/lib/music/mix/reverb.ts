import { sampleRate } from '../sample-rate.ts'
import type { Stereo } from './loudness.ts'

/** Delay lengths in samples: primes, so that echoes do not coincide. */
const lengths = [1_319, 1_567, 1_801, 2_053, 2_371, 2_687, 3_019, 3_407]

/** Acoustic properties of a reverb. */
export interface Hall {
  /** Decay time by 60 dB, in seconds. */
  readonly seconds: number
  /** High-frequency damping, from 0 to 1. */
  readonly damping: number
}

/** Adds reverb: eight delays with feedback through a Householder matrix (Jot 1991). */
export function addReverb(send: Float32Array, target: Stereo, { seconds, damping }: Hall): void {
  const lines = lengths.map((length) => new Float32Array(length))
  const gains = lengths.map((length) => 0.001 ** (length / sampleRate / seconds))
  const places = new Int32Array(8)
  const filtered = new Float32Array(8)
  const outputs = new Float32Array(8)
  const preDelay = Math.floor(0.018 * sampleRate)
  for (let index = 0; index < send.length; index++) {
    const input = index >= preDelay ? send[index - preDelay]! : 0
    let sum = 0
    for (let line = 0; line < 8; line++) {
      const output = lines[line]![places[line]!]! * gains[line]!
      filtered[line]! += (1 - damping) * (output - filtered[line]!)
      outputs[line] = filtered[line]!
      sum += filtered[line]!
    }
    const shared = sum / 4
    let [left, right] = [0, 0]
    for (let line = 0; line < 8; line++) {
      const output = outputs[line]!
      lines[line]![places[line]!] = input * 0.35 + output - shared
      places[line] = places[line]! + 1 === lengths[line] ? 0 : places[line]! + 1
      if (line & 1) left += output
      else right += output
    }
    target.left[index]! += left
    target.right[index]! += right
  }
}
