/** Mono audio: samples from −1 to 1. */
export interface Pcm {
  readonly samples: Float32Array
  readonly sampleRate: number
}

/** Sample rate for speech recognition, in hertz. The samples are mono, signed 16-bit. */
export const speechSampleRate = 16_000

/** Converts signed 16-bit samples to floats from −1 to 1. */
export function toFloats(samples: Int16Array): Float32Array {
  return Float32Array.from(samples, (sample) => sample / 32_768)
}

/** Converts samples from −1 to 1 to signed 16-bit. Values out of range are clipped. */
export function toInt16(samples: Float32Array): Int16Array {
  const result = new Int16Array(samples.length)
  for (let index = 0; index < samples.length; index++) {
    const sample = samples[index] ?? 0
    // NaN, which a damaged float file may contain, becomes silence.
    result[index] = Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_768))) || 0
  }
  return result
}

/** Returns the little-endian bytes of samples, as in WAV and `pcm16`. */
export function toLittleEndianBytes(samples: Int16Array): Uint8Array {
  const bytes = new Uint8Array(samples.length * 2)
  const view = new DataView(bytes.buffer)
  for (let index = 0; index < samples.length; index++) view.setInt16(index * 2, samples[index] ?? 0, true)
  return bytes
}

/** Mixes channels of equal length down to mono by averaging them. */
export function mixChannels(channels: readonly Float32Array[]): Float32Array {
  const [first = new Float32Array(0)] = channels
  if (channels.length <= 1) return first
  const mixed = new Float32Array(first.length)
  for (let index = 0; index < mixed.length; index++) {
    let sum = 0
    for (let channel = 0; channel < channels.length; channel++) sum += channels[channel]![index] ?? 0
    mixed[index] = sum / channels.length
  }
  return mixed
}

/** Mixes interleaved samples down to mono by averaging the channels of each frame. */
export function mixInterleaved(samples: Int16Array, channels: number): Float32Array {
  const mixed = new Float32Array(Math.floor(samples.length / channels))
  for (let frame = 0; frame < mixed.length; frame++) {
    let sum = 0
    for (let channel = 0; channel < channels; channel++) sum += samples[frame * channels + channel] ?? 0
    mixed[frame] = sum / channels / 32_768
  }
  return mixed
}
