import { EngineInputError } from '@mira/engine'
import { concatenateSamples, createStreamResampler, type StreamResampler, speechSampleRate } from '@mira/engine/audio'

/** Rate and channels of a file's sound. */
export interface SoundFormat {
  readonly sampleRate: number
  readonly channels: number
}

/** Receives sound from a decoder. Each method throws when there is more sound than allowed, which ends the decoding. */
export interface SoundSink {
  /** Checks what a header announces. A decoder calls it before it decodes or allocates anything. */
  announce(format: SoundFormat & { readonly sampleCount?: number | undefined }): void
  /** Takes the next samples, their channels mixed to one. */
  add(samples: Float32Array, format: SoundFormat): void
}

/** As WAV files of this engine: from below the telephone's rate to above that of studios. */
const minSampleRate = 4_000
const maxSampleRate = 384_000

/**
 * Samples of all channels that a file may have. A FLAC file of silence holds as many in 20 kB, and they take half a minute
 * to decode; ten minutes of 8 channels at 48 kHz, or of 2 channels at 192 kHz, are within the limit.
 */
const maxTotalSamples = 2 ** 28

/** Converts decoded sound to the rate of speech as it comes in, so that memory does not grow with the rate of the file. */
export class SoundCollector implements SoundSink {
  readonly #maxDurationSeconds: number
  readonly #parts: Float32Array[] = []
  #resampler: StreamResampler | undefined
  #sampleRate = 0
  #sampleCount = 0

  constructor(maxDurationSeconds: number) {
    this.#maxDurationSeconds = maxDurationSeconds
  }

  /** Rate of the file; 0 before any sound. */
  get sampleRate(): number {
    return this.#sampleRate
  }

  announce({ sampleRate, channels, sampleCount = 0 }: Parameters<SoundSink['announce']>[0]): void {
    this.#check(sampleCount, { sampleRate, channels })
  }

  add(samples: Float32Array, format: SoundFormat): void {
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

  /** Returns all of the sound at the rate of speech. */
  finish(): Float32Array {
    if (this.#resampler === undefined) return new Float32Array(0)
    // The resampler lags behind by its reach, which is less than this.
    this.#parts.push(this.#resampler.push(new Float32Array(Math.ceil(this.#sampleRate / 10))))
    const length = Math.ceil((this.#sampleCount * speechSampleRate) / this.#sampleRate)
    return concatenateSamples(this.#parts).subarray(0, length)
  }

  #check(sampleCount: number, { sampleRate, channels }: SoundFormat): void {
    if (sampleCount > this.#maxDurationSeconds * sampleRate)
      throw tooLong(`The file's sound is longer than the limit of ${this.#maxDurationSeconds} s`)
    if (sampleCount * channels > maxTotalSamples)
      throw tooLong(`The file's sound has more than ${maxTotalSamples} samples, its channels added up`)
    // Not `unsupported_format`, for which a caller may try another decoder.
    if (!(sampleRate >= minSampleRate && sampleRate <= maxSampleRate))
      throw new EngineInputError(`The file's sound has an impossible rate of ${sampleRate} Hz`, 'file', {
        code: 'unreadable',
      })
  }
}

function tooLong(message: string): EngineInputError {
  return new EngineInputError(message, 'file', { code: 'too_long' })
}
