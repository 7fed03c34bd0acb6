import { EngineInputError } from '@mira/engine'
import { concatenateSamples, createStreamResampler, type StreamResampler, speechSampleRate } from '@mira/engine/audio'

/** Sample rate and channel count of a file. */
export interface AudioFormat {
  readonly sampleRate: number
  readonly channels: number
}

/** Receives decoded audio. Each method throws when the audio exceeds the limit, which stops decoding. */
export interface AudioSink {
  /** Checks the values announced by the header. Called before the decoder decodes or allocates anything. */
  announce(format: AudioFormat & { readonly sampleCount?: number | undefined }): void
  /** Appends the next samples, already mixed to one channel. */
  add(samples: Float32Array, format: AudioFormat): void
}

/** Same range as the WAV files of this engine: from below telephone rates to above studio rates. */
const minSampleRate = 4_000
const maxSampleRate = 384_000

/**
 * Maximum samples per file over all channels. A silent FLAC file can hold this many in 20 kB and takes half a minute to
 * decode; ten minutes of 8 channels at 48 kHz, or of 2 channels at 192 kHz, are within the limit.
 */
const maxTotalSamples = 2 ** 28

/**
 * Resamples decoded audio to the speech rate as it arrives, so that memory use does not grow with the file's sample
 * rate.
 */
export class AudioCollector implements AudioSink {
  readonly #maxDurationSeconds: number
  readonly #parts: Float32Array[] = []
  #resampler: StreamResampler | undefined
  #sampleRate = 0
  #sampleCount = 0

  constructor(maxDurationSeconds: number) {
    this.#maxDurationSeconds = maxDurationSeconds
  }

  /** Sample rate of the file; 0 before the first samples. */
  get sampleRate(): number {
    return this.#sampleRate
  }

  announce({ sampleRate, channels, sampleCount = 0 }: Parameters<AudioSink['announce']>[0]): void {
    this.#check(sampleCount, { sampleRate, channels })
  }

  add(samples: Float32Array, format: AudioFormat): void {
    this.#sampleCount += samples.length
    this.#check(this.#sampleCount, format)
    if (this.#sampleRate !== 0 && this.#sampleRate !== format.sampleRate) {
      throw new EngineInputError('A file that changes its sample rate is not supported', 'file', {
        code: 'unsupported_format',
      })
    }
    this.#sampleRate = format.sampleRate
    this.#resampler ??= createStreamResampler(format.sampleRate, speechSampleRate)
    this.#parts.push(this.#resampler.push(samples))
  }

  /** Returns all audio at the speech rate. */
  finish(): Float32Array {
    if (this.#resampler === undefined) return new Float32Array(0)
    // Flush the resampler, whose latency is shorter than this.
    this.#parts.push(this.#resampler.push(new Float32Array(Math.ceil(this.#sampleRate / 10))))
    const length = Math.ceil((this.#sampleCount * speechSampleRate) / this.#sampleRate)
    return concatenateSamples(this.#parts).subarray(0, length)
  }

  #check(sampleCount: number, { sampleRate, channels }: AudioFormat): void {
    if (sampleCount > this.#maxDurationSeconds * sampleRate)
      throw tooLong(`The file's audio is longer than the limit of ${this.#maxDurationSeconds} s`)
    if (sampleCount * channels > maxTotalSamples)
      throw tooLong(`The file's audio has more than ${maxTotalSamples} samples, its channels added up`)
    // Not `unsupported_format`, which may make a caller try another decoder.
    if (!(sampleRate >= minSampleRate && sampleRate <= maxSampleRate))
      throw new EngineInputError(`The file's audio has an impossible rate of ${sampleRate} Hz`, 'file', {
        code: 'unreadable',
      })
  }
}

function tooLong(message: string): EngineInputError {
  return new EngineInputError(message, 'file', { code: 'too_long' })
}
