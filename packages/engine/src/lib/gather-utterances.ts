import type { TranscribeOptions, TranscriptionEngine, TranscriptionStream } from './transcription-engine.ts'

/**
 * Creates a live session for an engine that only transcribes complete recordings: an utterance is gathered and
 * transcribed at its end, without partial transcripts.
 */
export function gatherUtterances(
  transcribe: TranscriptionEngine['transcribe'],
  options: TranscribeOptions | undefined,
): TranscriptionStream {
  let pieces: Int16Array[] = []
  return {
    async push(samples) {
      pieces.push(samples.slice())
      return ''
    },
    async finish() {
      const utterance = new Int16Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
      let offset = 0
      for (const piece of pieces) {
        utterance.set(piece, offset)
        offset += piece.length
      }
      pieces = []
      return transcribe(utterance, options)
    },
    async close() {
      pieces = []
    },
  }
}
