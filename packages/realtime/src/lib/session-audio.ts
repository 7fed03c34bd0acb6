import {
  type AudioDirection,
  type AudioFormats,
  readAudioDirection,
  type SampleRates,
  sampleRateOf,
} from './audio-settings.ts'
import type { AudioOptions } from './settings.ts'

/** Audio formats and sample rates of a session. */
export class SessionAudio {
  readonly #options: AudioOptions
  input: AudioDirection = {}
  output: AudioDirection = {}

  constructor(options: AudioOptions = {}) {
    this.#options = options
  }

  get sampleRates(): SampleRates {
    return { input: sampleRateOf(this.input), output: sampleRateOf(this.output) }
  }

  get formats(): AudioFormats {
    return { input: this.input.format ?? 'pcm16', output: this.output.format ?? 'pcm16' }
  }

  /**
   * Updates the settings. Options apply before requested settings, and those before what the server reports.
   *
   * @param requested - Settings sent to the server.
   * @param reported - Session of an event of the server, if there is a new one.
   */
  update(requested: unknown, reported?: unknown): void {
    const { inputSampleRate, outputSampleRate } = this.#options
    const options = { input_sample_rate: inputSampleRate, output_sample_rate: outputSampleRate }
    for (const direction of ['input', 'output'] as const) {
      this[direction] = {
        ...this[direction],
        ...readAudioDirection(reported, direction),
        ...readAudioDirection(requested, direction),
        ...readAudioDirection(options, direction),
      }
    }
  }
}
