import { createMp3Encoder } from 'wasm-media-encoders'

/** Sufficient for clear speech, at a third of the bit rate that music needs. */
const kilobitsPerSecond = 64

let loading: ReturnType<typeof createMp3Encoder> | undefined

/**
 * Encodes mono speech as whole MP3 frames that can be appended to any other frames of a file.
 *
 * @param sampleRate - A sample rate supported by MPEG audio: 16, 22.05, 24, 32, 44.1 or 48 kHz.
 * @returns The frames and their duration: about 0.06 s longer than the samples, because of the encoder delay before
 *   them and the padding of the last frame after them.
 */
export async function encodeSpeechMp3(
  samples: Float32Array,
  sampleRate: number,
): Promise<{ audio: Uint8Array; durationSeconds: number }> {
  loading ??= createMp3Encoder()
  const encoder = await loading
  // Also resets the state left by previous audio.
  encoder.configure({ sampleRate, channels: 1, bitrate: kilobitsPerSecond, outputSampleRate: sampleRate as 24_000 })
  // Each result is a view of the encoder's memory and is overwritten by the next call.
  const body = encoder.encode([samples]).slice()
  const rest = encoder.finalize()
  const audio = new Uint8Array(body.length + rest.length)
  audio.set(body)
  audio.set(rest, body.length)
  return { audio, durationSeconds: (audio.length * 8) / (kilobitsPerSecond * 1_000) }
}
