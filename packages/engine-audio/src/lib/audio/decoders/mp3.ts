import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { EngineInputError } from '@mira/engine'
import { concatenateSamples, mixInterleaved, type Pcm } from '@mira/engine/audio'
import { checkDuration } from '../duration-limit.ts'

/** What `minimp3-wasm` exports; its own wrapper fetches the module by URL, which Node's files have none of. */
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

/** Seconds a call decodes: little enough to stop soon at the limit. */
const stepSeconds = 10

let compiled: WebAssembly.Module | undefined

/** Decodes MP3 by minimp3; each file has an instance of its own, so a broken one leaves nothing behind. */
export function decodeMp3(file: Uint8Array, maxDurationSeconds: number): Pcm {
  const decoder = openDecoder(file)
  const parts: Float32Array[] = []
  let sampleRate = 0
  let sampleCount = 0
  for (;;) {
    decoder.decoder_decode(stepSeconds)
    const count = decoder.decode_results_num_samples()
    if (count === 0) break
    const rate = decoder.decode_results_sampling_rate()
    if (sampleRate !== 0 && rate !== sampleRate) {
      throw new EngineInputError('An MP3 file that changes its sample rate is not supported', 'file', {
        code: 'unsupported_format',
      })
    }
    sampleRate = rate
    const samples = new Int16Array(decoder.memory.buffer, decoder.decoder_pcm_data_offset(), count)
    const part = mixInterleaved(samples, decoder.decode_results_num_channels())
    parts.push(part)
    sampleCount += part.length
    checkDuration(sampleCount, sampleRate, maxDurationSeconds)
  }
  return { samples: concatenateSamples(parts), sampleRate }
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
