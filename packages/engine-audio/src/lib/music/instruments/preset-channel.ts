import { type BasicSoundBank, type MIDIController, SpessaSynthProcessor } from 'spessasynth_core'
import { sampleRate } from '../sample-rate.ts'
import type { Preset } from './instruments.ts'
import type { KeyEvent } from './to-key-events.ts'

/** Maximum number of samples the synthesizer renders at once. */
export const blockLength = 128

/** MIDI channels of General MIDI, from 0. */
const [melodicChannel, drumChannel] = [0, 9]

/**
 * MIDI controllers: the bank of the next program, and the brightness of a channel (0 to 127; 64 leaves it unchanged).
 */
const [bankSelect, brightness] = [0, 74]

/** Center position of the pitch wheel, and its range in cents: a whole tone in General MIDI. */
const [wheelCenter, wheelCents] = [8_192, 200]

/** A synthesizer that plays one preset. Its sound depends only on the events: a reused instance keeps its clock. */
export class PresetChannel {
  readonly #synthesizer: SpessaSynthProcessor
  readonly #number: number
  readonly #brightness: number
  readonly #left: Float32Array = new Float32Array(blockLength)
  readonly #right: Float32Array = new Float32Array(blockLength)

  constructor(bank: BasicSoundBank, { program, bank: bankNumber = 0, keys, tuneCents = 0, controllers = {} }: Preset) {
    // Panning, echo and reverb are applied by the mixing desk, which has the whole piece.
    this.#synthesizer = new SpessaSynthProcessor(sampleRate, { effectsEnabled: false, eventsEnabled: false })
    this.#synthesizer.soundBankManager.addSoundBank(bank, 'instruments')
    this.#number = keys ? drumChannel : melodicChannel
    this.#brightness = controllers[brightness] ?? 64
    this.#setController(bankSelect, bankNumber)
    this.#synthesizer.programChange(this.#number, program)
    if (tuneCents !== 0)
      this.#synthesizer.pitchWheel(this.#number, wheelCenter + Math.round((tuneCents / wheelCents) * wheelCenter))
    for (const [controller, value] of Object.entries(controllers)) this.#setController(Number(controller), value)
  }

  /** Whether the last block was silent. */
  get isSilent(): boolean {
    return this.#synthesizer.voiceCount === 0
  }

  /** Presses or releases a key. */
  move({ key, velocity }: KeyEvent): void {
    if (velocity === 0) return this.#synthesizer.noteOff(this.#number, key)
    // Soft notes should be mellow; the font only makes them quieter. One controller step is 150 cents of the filter.
    if (this.#number === melodicChannel) this.#setController(brightness, this.#brightness - 0.3 * (127 - velocity))
    this.#synthesizer.noteOn(this.#number, key, velocity)
  }

  /**
   * Renders at most one block into a mono buffer. Left and right are summed: the font is mono but pans a few presets.
   */
  render(buffer: Float32Array, start: number, end: number): void {
    this.#left.fill(0)
    this.#right.fill(0)
    this.#synthesizer.process(this.#left, this.#right, 0, end - start)
    for (let index = start; index < end; index++)
      buffer[index] = this.#left[index - start]! + this.#right[index - start]!
  }

  #setController(controller: number, value: number): void {
    this.#synthesizer.controllerChange(this.#number, controller as MIDIController, Math.max(0, Math.round(value)))
  }
}
