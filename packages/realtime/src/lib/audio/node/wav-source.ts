import type { AudioSource } from '../audio-ends.ts'
import { createResampler } from '../create-resampler.ts'
import { parseWav } from './wav.ts'

const frameMs = 20

/** Audio source that plays a recording in real time, followed by silence, like a microphone. */
export interface WavSource extends AudioSource {
  /** Resolves when the last sample has been emitted. */
  readonly ended: Promise<void>
}

/**
 * Creates an audio source from a WAV file.
 *
 * @param file - Bytes of the file: 16-bit PCM, any sample rate and number of channels.
 * @throws {TypeError} when the file has another format.
 */
export function createWavSource(file: Uint8Array): WavSource {
  const wav = parseWav(file)
  let timer: NodeJS.Timeout | undefined
  let onEnd = (): void => {}
  const ended = new Promise<void>((resolve) => {
    onEnd = resolve
  })
  return {
    ended,
    async start(sampleRate, onFrame) {
      clearInterval(timer)
      const samples = convert(wav.samples, wav.sampleRate, sampleRate)
      const length = (sampleRate * frameMs) / 1_000
      const startedAt = performance.now()
      let position = 0
      // Paced by the clock rather than by timer calls: a late timer emits every frame that is due.
      timer = setInterval(() => {
        while ((position * 1_000) / sampleRate <= performance.now() - startedAt) {
          const frame = new Int16Array(length)
          frame.set(samples.subarray(position, position + length))
          position += length
          onFrame(frame)
          if (position >= samples.length) onEnd()
        }
      }, frameMs / 2)
    },
    async close() {
      clearInterval(timer)
    },
  }
}

function convert(samples: Int16Array, from: number, to: number): Int16Array {
  if (from === to) return samples
  const floats = Float32Array.from(samples, (sample) => sample / 32_768)
  return Int16Array.from(createResampler(from, to)(floats), (sample) => Math.max(-1, Math.min(1, sample)) * 32_767)
}
