import { createMp3Encoder } from 'wasm-media-encoders'

/** Writes mono MP3 piece by piece; the encoder holds back about 50 ms until {@link Mp3Writer.finish}. */
export interface Mp3Writer {
  write(samples: Float32Array): Uint8Array
  /** The frames held back; nothing may be written after it. */
  finish(): Uint8Array
}

/** Bits a second: clear for speech, at a third of what music needs. */
const bitrate = 64

/** Starts an MP3 stream at a rate that MPEG audio knows (16, 22.05, 24, 32, 44.1 or 48 kHz). */
export async function createMp3Writer(sampleRate: number): Promise<Mp3Writer> {
  const encoder = await createMp3Encoder()
  encoder.configure({ sampleRate, channels: 1, bitrate, outputSampleRate: sampleRate as 24_000 })
  return {
    // The encoder's result is a view of its memory, overwritten by the next call.
    write: (samples) => encoder.encode([samples]).slice(),
    finish: () => encoder.finalize().slice(),
  }
}
