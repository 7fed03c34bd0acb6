import { createStreamResampler, wavHeader } from '@mira/engine/audio'
import { createLocalSpeechEngine, createLocalTranscriptionEngine } from '@mira/engine-audio'

/** Synthesizes and recognizes speech, independently of the server under test. */
export interface Spoken extends AsyncDisposable {
  /** Returns 16-bit mono audio with half a second of silence before and one second after. */
  say(text: string, sampleRate?: number): Promise<Buffer>
  /** Transcribes 16-bit mono audio. */
  hear(pcm: Buffer, sampleRate?: number): Promise<string>
}

/** The voice that the local recognizer understands best. */
const voice = 'rms'

/** Creates {@link Spoken} from the local speech and transcription engines. */
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
      // Recognition needs a pause before and after the speech.
      const pause = Buffer.alloc(sampleRate)
      const samples = toRecognition(Buffer.concat([pause, pcm, pause]), sampleRate)
      return (await transcription.transcribe(samples)).text.toLowerCase()
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([speech.close(), transcription.close()])
    },
  }
}

/** Converts 16-bit mono audio to the recognition rate of 16 kHz. */
export function toRecognition(pcm: Buffer, sampleRate: number): Int16Array {
  const floats = Float32Array.from({ length: pcm.length >> 1 }, (_, index) => pcm.readInt16LE(index * 2) / 32_768)
  return Int16Array.from(createStreamResampler(sampleRate, 16_000).push(floats), (sample) => sample * 32_767)
}

/** Splits audio into 20 ms frames. */
export function* frames(pcm: Buffer, sampleRate = 24_000): Generator<Buffer> {
  const length = (sampleRate / 50) * 2
  for (let start = 0; start < pcm.length; start += length) yield pcm.subarray(start, start + length)
}

/** Returns the offset of the last audible sample. */
export function lastLoudByte(pcm: Buffer): number {
  for (let place = pcm.length - 2; place > 0; place -= 2) if (Math.abs(pcm.readInt16LE(place)) > 500) return place
  return 0
}

/** Creates a WAV file from 16-bit mono audio. */
export function toWav(pcm: Buffer, sampleRate: number): Uint8Array {
  return Buffer.concat([wavHeader(sampleRate, pcm.length), pcm])
}
