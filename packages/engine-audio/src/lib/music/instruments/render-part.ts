import { createRandom } from '@mira/engine/internal'
import type { BasicSoundBank } from 'spessasynth_core'
import type { Note, Part } from '../compose/score.ts'
import { sampleRate } from '../sample-rate.ts'
import { instruments } from './instruments.ts'
import type { Noise } from './noises.ts'
import { blockLength, PresetChannel } from './preset-channel.ts'
import { type KeyEvent, toKeyEvents } from './to-key-events.ts'

/** Playback settings of a part. */
export interface Playing {
  readonly bank: BasicSoundBank
  /** Beats per minute. */
  readonly tempo: number
  readonly seed: number
}

/** Renders a part into a mono buffer, which is cleared first. Sound beyond its end is dropped. */
export function renderPart(part: Part, playing: Playing, buffer: Float32Array): void {
  buffer.fill(0)
  const { sound } = instruments[part.instrument]
  if (typeof sound === 'function') addNoise({ noise: sound, notes: part.notes }, playing, buffer)
  else renderKeys(new PresetChannel(playing.bank, sound), toKeyEvents(part.notes, sound, playing.tempo), buffer)
}

function renderKeys(channel: PresetChannel, events: readonly KeyEvent[], buffer: Float32Array): void {
  let next = 0
  for (let position = events[0]?.sample ?? buffer.length; position < buffer.length; ) {
    for (; next < events.length && events[next]!.sample <= position; next++) channel.move(events[next]!)
    // A block ends at each key event, so that notes start exactly on their sample.
    const nextMove = events[next]?.sample ?? buffer.length
    const end = Math.min(buffer.length, position + blockLength, nextMove)
    channel.render(buffer, position, end)
    position = channel.isSilent ? nextMove : end
  }
}

interface NoisePart {
  readonly noise: Noise
  readonly notes: readonly Note[]
}

function addNoise({ noise, notes }: NoisePart, { tempo, seed }: Playing, buffer: Float32Array): void {
  const random = createRandom(seed)
  for (const { start, beats, velocity } of notes) {
    const offset = Math.round(((start * 60) / tempo) * sampleRate)
    const samples = noise({ seconds: (beats * 60) / tempo, velocity, random })
    const length = Math.min(samples.length, buffer.length - offset)
    for (let index = 0; index < length; index++) buffer[offset + index]! += samples[index]!
  }
}
