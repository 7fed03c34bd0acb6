import type { AudioSink } from '../audio-ends.ts'
import { toWav } from './wav.ts'

/** Audio sink that simulates playback in real time and records it. */
export interface WavSink extends AudioSink {
  /** Returns the played and queued audio as a WAV file, without the part discarded by interruptions. */
  toWav(): Uint8Array
}

interface Piece {
  readonly itemId: string
  samples: Int16Array
  readonly startsAt: number
}

/** Creates an audio sink that records to a WAV file. */
export function createWavSink(): WavSink {
  let sampleRate = 24_000
  let pieces: Piece[] = []
  const endOf = ({ samples, startsAt }: Piece): number => startsAt + (samples.length * 1_000) / sampleRate
  const playedMsOf = (piece: Piece): number => Math.max(0, Math.min(performance.now(), endOf(piece)) - piece.startsAt)
  return {
    async start(rate) {
      sampleRate = rate
    },
    write(itemId, samples) {
      const last = pieces.at(-1)
      pieces.push({ itemId, samples, startsAt: Math.max(performance.now(), last ? endOf(last) : 0) })
    },
    stop() {
      for (const piece of pieces) {
        piece.samples = piece.samples.subarray(0, Math.round((playedMsOf(piece) * sampleRate) / 1_000))
      }
      pieces = pieces.filter(({ samples }) => samples.length > 0)
    },
    playedMs: (itemId) =>
      pieces.filter((piece) => piece.itemId === itemId).reduce((sum, piece) => sum + playedMsOf(piece), 0),
    toWav() {
      const all = new Int16Array(pieces.reduce((sum, { samples }) => sum + samples.length, 0))
      let place = 0
      for (const { samples } of pieces) {
        all.set(samples, place)
        place += samples.length
      }
      return toWav({ samples: all, sampleRate })
    },
    async close() {},
  }
}
