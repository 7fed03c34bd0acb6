import { createMp3Writer } from '../audio/mp3-encoder.ts'
import { toInt16, toLittleEndianBytes } from '../audio/pcm.ts'
import { wavHeader } from '../audio/wav.ts'
import type { SpeechFormat } from './speech-engine.ts'

/** Turns samples into the bytes of a file, part by part. */
export interface SpeechWriter {
  write(samples: Float32Array): Uint8Array
  /** What ends the file; may be empty. */
  finish(): Uint8Array
}

/** Media type of each format; `pcm` tells its form in parameters (RFC 2586 leaves the byte order to us). */
export const mediaTypes: Readonly<Record<SpeechFormat, (sampleRate: number) => string>> = {
  pcm: (sampleRate) => `audio/pcm;rate=${sampleRate};channels=1`,
  wav: () => 'audio/wav',
  mp3: () => 'audio/mpeg',
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
