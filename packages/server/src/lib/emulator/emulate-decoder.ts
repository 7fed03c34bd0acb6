import type { AudioDecoder } from '@mira/engine'
import { parseWav, resample, speechSampleRate, toInt16 } from '@mira/engine/audio'
import type { FixtureBook } from './fixture-book.ts'
import { scopeOf, toFixtureCall } from './fixture-call.ts'

/** Accepts recordings that cannot be decoded if a fixture answers with their transcript: tests send any bytes. */
export function emulateDecoder(decoder: AudioDecoder, book: FixtureBook): AudioDecoder {
  return {
    async decode(file, options) {
      try {
        return await decoder.decode(file, options)
      } catch (error) {
        const scope = scopeOf(options)
        const input = { model: 'mira-transcribe', user: '', request: undefined }
        if (scope === undefined || !book.wouldAnswer(toFixtureCall('transcription', scope, input))) throw error
        return decodeWav(file)
      }
    },
    close: () => decoder.close(),
  }
}

/** Decodes a WAV file; anything else becomes a second of silence. */
function decodeWav(file: Uint8Array): Int16Array {
  try {
    return toInt16(resample(parseWav(file), speechSampleRate).samples)
  } catch {
    return new Int16Array(speechSampleRate)
  }
}
