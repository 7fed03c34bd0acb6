import { createStreamResampler, finishWav } from '@mira/engine/audio'
import { createLocalSpeechEngine, createLocalTranscriptionEngine } from '@mira/engine-audio'

/** Says and hears, apart from the server that is tested. */
export interface Spoken extends AsyncDisposable {
  /** 16-bit mono sound with half a second of silence before and one second after. */
  say(text: string, sampleRate?: number): Promise<Buffer>
  /** What is said in 16-bit mono sound. */
  hear(pcm: Buffer, sampleRate?: number): Promise<string>
}

/** The voice that our recogniser understands best. */
const voice = 'rms'

export function createSpoken(): Spoken {
  const speech = createLocalSpeechEngine()
  const transcription = createLocalTranscriptionEngine()
  return {
    async say(text, sampleRate = 24_000) {
      const pieces: Uint8Array[] = [new Uint8Array(sampleRate)]
      for await (const { audio } of speech.synthesize({ text, voice, format: 'pcm', sampleRate })) pieces.push(audio)
      return Buffer.concat([...pieces, new Uint8Array(sampleRate * 2)])
    },
    async hear(pcm, sampleRate = 24_000) {
      // Recognition wants a pause around what is said.
      const pause = Buffer.alloc(sampleRate)
      const samples = toRecognition(Buffer.concat([pause, pcm, pause]), sampleRate)
      return (await transcription.transcribe(samples)).text.toLowerCase()
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([speech.close(), transcription.close()])
    },
  }
}

/** 16-bit mono sound at the 16 kHz of recognition. */
export function toRecognition(pcm: Buffer, sampleRate: number): Int16Array {
  const floats = Float32Array.from({ length: pcm.length >> 1 }, (_, index) => pcm.readInt16LE(index * 2) / 32_768)
  return Int16Array.from(createStreamResampler(sampleRate, 16_000).push(floats), (sample) => sample * 32_767)
}

/** Pieces of 20 ms. */
export function* frames(pcm: Buffer, sampleRate = 24_000): Generator<Buffer> {
  const length = (sampleRate / 50) * 2
  for (let start = 0; start < pcm.length; start += length) yield pcm.subarray(start, start + length)
}

/** Place of the last sample that can be heard. */
export function lastLoudByte(pcm: Buffer): number {
  for (let place = pcm.length - 2; place > 0; place -= 2) if (Math.abs(pcm.readInt16LE(place)) > 500) return place
  return 0
}

/** A WAV file of 16-bit mono sound. */
export function toWav(pcm: Buffer, sampleRate: number): Uint8Array {
  const header = Buffer.alloc(44)
  header.write('RIFF', 0)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(sampleRate, 24)
  header.writeUInt32LE(sampleRate * 2, 28)
  header.writeUInt16LE(2, 32)
  header.writeUInt16LE(16, 34)
  header.write('data', 36)
  return finishWav(Buffer.concat([header, pcm]))
}
