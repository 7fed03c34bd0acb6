import { concatenateSamples } from './audio/concatenate.ts'
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
      const utterance = concatenateSamples(pieces, Int16Array)
      pieces = []
      return transcribe(utterance, options)
    },
    async close() {
      pieces = []
    },
  }
}
