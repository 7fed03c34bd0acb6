import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { mixInterleaved } from '@mira/engine/audio'
import type { AudioSink } from '../audio-collector.ts'

/**
 * Exports of `minimp3-wasm`. Its own wrapper loads the module with `fetch`, which does not support file URLs in Node.
 */
interface Mp3Exports {
  readonly memory: WebAssembly.Memory
  decoder_init(): void
  decoder_set_mp3_data_size(size: number): void
  decoder_mp3_data_offset(): number
  decoder_decode(seconds: number): void
  decoder_pcm_data_offset(): number
  decode_results_num_samples(): number
  decode_results_num_channels(): number
  decode_results_sampling_rate(): number
}

/** Seconds decoded per call: short enough to stop soon after the limit. */
const stepSeconds = 10

let compiled: WebAssembly.Module | undefined

/** Decodes MP3 with minimp3. Each file gets its own instance, so that a corrupt file cannot affect the next. */
export function decodeMp3(file: Uint8Array, sink: Pick<AudioSink, 'add'>): void {
  const decoder = openDecoder(file)
  for (;;) {
    decoder.decoder_decode(stepSeconds)
    const count = decoder.decode_results_num_samples()
    if (count === 0) return
    const channels = decoder.decode_results_num_channels()
    const samples = new Int16Array(decoder.memory.buffer, decoder.decoder_pcm_data_offset(), count)
    sink.add(mixInterleaved(samples, channels), { sampleRate: decoder.decode_results_sampling_rate(), channels })
  }
}

function openDecoder(file: Uint8Array): Mp3Exports {
  compiled ??= new WebAssembly.Module(
    readFileSync(createRequire(import.meta.url).resolve('minimp3-wasm/dist/decoder.opt.wasm')),
  )
  const decoder = new WebAssembly.Instance(compiled).exports as unknown as Mp3Exports
  decoder.decoder_init()
  decoder.decoder_set_mp3_data_size(file.length)
  new Uint8Array(decoder.memory.buffer).set(file, decoder.decoder_mp3_data_offset())
  return decoder
}
