import { EngineInputError } from '@mira/engine'
import { concatenateSamples, createStreamResampler, type StreamResampler, speechSampleRate } from '@mira/engine/audio'

/** Sample rate and channel count of a file. */
export interface AudioFormat {
  readonly sampleRate: number
  readonly channels: number
}

/** Receives decoded audio. Each method throws when the audio exceeds a limit, which stops decoding. */
export interface AudioSink {
  /** Checks the values announced by the header. Called before the decoder decodes or allocates anything. */
  announce(format: AudioFormat & { readonly sampleCount?: number | undefined }): void
  /** Counts a packet or frame before it is decoded: a file can hold millions without audio. */
  countPacket(): void
  /** Appends the next samples, already mixed to one channel. */
  add(samples: Float32Array, format: AudioFormat): void
}

/** Same range as the WAV files of this engine: from below telephone rates to above studio rates. */
const minSampleRate = 4_000
const maxSampleRate = 384_000

/** Maximum samples per second over all channels. */
const maxTotalRate = 8 * maxSampleRate

/**
 * Maximum samples per file over all channels. A silent file can hold this many in a few kilobytes, and they are decoded
 * in one to five seconds. Ten minutes of 2 channels at 48 kHz are within the limit.
 */
const maxTotalSamples = 2 ** 26

/** Maximum packets per second of audio, more than the shortest usual ones: 2.5 ms in Opus, 192 samples in FLAC. */
const maxPacketsPerSecond = 1_000

/** Samples resampled at once: a file can consist of frames of one sample, and each step has a fixed cost. */
const blockLength = 16_384

/**
 * Resamples decoded audio to the speech rate as it arrives, so that memory use depends neither on the file's sample rate
 * nor on the size of its frames.
 */
export class AudioCollector implements AudioSink {
  readonly #maxDurationSeconds: number
  readonly #parts: Float32Array[] = []
  #block = new Float32Array(blockLength)
  #blockFill = 0
  #resampler: StreamResampler | undefined
  #sampleRate = 0
  #sampleCount = 0
  #packetCount = 0

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

  countPacket(): void {
    const limit = this.#maxDurationSeconds * maxPacketsPerSecond
    if (++this.#packetCount > limit) throw tooLong(`The file's audio exceeds the limit of ${limit} packets`)
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
    for (let start = 0; start < samples.length; ) {
      const part = samples.subarray(start, start + blockLength - this.#blockFill)
      this.#block.set(part, this.#blockFill)
      this.#blockFill += part.length
      start += part.length
      if (this.#blockFill === blockLength) this.#resampleBlock()
    }
  }

  /** Returns all audio at the speech rate. */
  finish(): Float32Array {
    if (this.#sampleRate === 0) return new Float32Array(0)
    // Flush the resampler, whose latency is shorter than this.
    const flush = new Float32Array(Math.ceil(this.#sampleRate / 10))
    this.#resampleBlock()
    this.#parts.push(this.#resample(flush))
    const length = Math.ceil((this.#sampleCount * speechSampleRate) / this.#sampleRate)
    return concatenateSamples(this.#parts).subarray(0, length)
  }

  #resampleBlock(): void {
    this.#parts.push(this.#resample(this.#block.subarray(0, this.#blockFill)))
    // A new block, because equal rates return the samples themselves.
    this.#block = new Float32Array(blockLength)
    this.#blockFill = 0
  }

  #resample(samples: Float32Array): Float32Array {
    this.#resampler ??= createStreamResampler(this.#sampleRate, speechSampleRate)
    return this.#resampler.push(samples)
  }

  #check(sampleCount: number, { sampleRate, channels }: AudioFormat): void {
    if (sampleCount > this.#maxDurationSeconds * sampleRate)
      throw tooLong(`The file's audio is longer than the limit of ${this.#maxDurationSeconds} s`)
    if (sampleCount * channels > maxTotalSamples)
      throw tooLong(`The file's audio exceeds the limit of ${maxTotalSamples} samples, all channels added up`)
    // Not `unsupported_format`, which may make a caller try another decoder.
    if (sampleRate > maxSampleRate || sampleRate * channels > maxTotalRate)
      throw new EngineInputError(
        `The file's audio has ${channels} channels of ${sampleRate} Hz, and the limits are ${maxSampleRate} Hz and ${maxTotalRate} samples per second, all channels added up`,
        'file',
        { code: 'too_large' },
      )
    if (!(sampleRate >= minSampleRate))
      throw new EngineInputError(
        `The file's audio has ${sampleRate} Hz, and the minimum is ${minSampleRate} Hz`,
        'file',
        {
          code: 'unreadable',
        },
      )
  }
}

function tooLong(message: string): EngineInputError {
  return new EngineInputError(message, 'file', { code: 'too_long' })
}
