import type { AudioSink } from '../audio-ends.ts'
import { toWav } from './wav.ts'

/** Audio sink that simulates playback in real time and records it. */
export interface WavSink extends AudioSink {
  /** Returns the played and queued audio as a WAV file, without the part discarded by interruptions. */
  toWav(): Uint8Array
}

interface Chunk {
  readonly itemId: string
  samples: Int16Array
  readonly startsAt: number
}

/** Creates an audio sink that records to a WAV file. */
export function createWavSink(): WavSink {
  let sampleRate = 24_000
  let chunks: Chunk[] = []
  const endOf = ({ samples, startsAt }: Chunk): number => startsAt + (samples.length * 1_000) / sampleRate
  const playedMsOf = (chunk: Chunk): number => Math.max(0, Math.min(performance.now(), endOf(chunk)) - chunk.startsAt)
  return {
    async start(rate) {
      sampleRate = rate
    },
    write(itemId, samples) {
      const last = chunks.at(-1)
      chunks.push({ itemId, samples, startsAt: Math.max(performance.now(), last ? endOf(last) : 0) })
    },
    stop() {
      for (const chunk of chunks) {
        chunk.samples = chunk.samples.subarray(0, Math.round((playedMsOf(chunk) * sampleRate) / 1_000))
      }
      chunks = chunks.filter(({ samples }) => samples.length > 0)
    },
    playedMs: (itemId) =>
      chunks.filter((chunk) => chunk.itemId === itemId).reduce((sum, chunk) => sum + playedMsOf(chunk), 0),
    toWav() {
      const all = new Int16Array(chunks.reduce((sum, { samples }) => sum + samples.length, 0))
      let position = 0
      for (const { samples } of chunks) {
        all.set(samples, position)
        position += samples.length
      }
      return toWav({ samples: all, sampleRate })
    },
    async close() {},
  }
}
