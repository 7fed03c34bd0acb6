import type { SpeechFormat } from '@mira/engine'
import { toInt16, toLittleEndianBytes, wavHeader } from '@mira/engine/audio'
import { createMp3Writer } from '../audio/mp3-encoder.ts'

/** Turns samples into the bytes of a file, part by part. */
export interface SpeechWriter {
  write(samples: Float32Array): Uint8Array
  /** What ends the file; may be empty. */
  finish(): Uint8Array
}

/** Starts a file of a format. */
export async function createSpeechWriter(format: SpeechFormat, sampleRate: number): Promise<SpeechWriter> {
  if (format === 'mp3') return createMp3Writer(sampleRate)
  let header = format === 'wav' ? wavHeader(sampleRate) : new Uint8Array(0)
  return {
    write(samples) {
      const audio = concatenate(header, toLittleEndianBytes(toInt16(samples)))
      header = new Uint8Array(0)
      return audio
    },
    finish: () => new Uint8Array(0),
  }
}

function concatenate(first: Uint8Array, second: Uint8Array): Uint8Array {
  const joined = new Uint8Array(first.length + second.length)
  joined.set(first)
  joined.set(second, first.length)
  return joined
}
