import type { CaptureFormat, WorkletTools } from './worklet-types.ts'

/**
 * Converts the input of an AudioWorklet to frames, which it posts to the port.
 *
 * Its source text is sent to the audio thread, so it must not reference anything outside the class, nor use syntax that
 * bundlers compile to helper calls, such as class fields.
 */
export class Capture {
  declare readonly port: MessagePort
  declare readonly tools: WorkletTools
  declare readonly resample: (samples: Float32Array) => Float32Array
  declare readonly frame: Int16Array
  declare length: number
  declare level: number

  constructor(port: MessagePort, tools: WorkletTools, { sampleRate, frameMs }: CaptureFormat) {
    this.port = port
    this.tools = tools
    this.resample = tools.createResampler(tools.contextRate, sampleRate)
    this.frame = new Int16Array((sampleRate * frameMs) / 1_000)
    this.length = 0
    this.level = 0
  }

  /** Processes one block of input. */
  process(inputs: Float32Array[][]): void {
    const samples = inputs[0]?.[0]
    if (!samples) return
    this.level = Math.max(this.level, this.tools.loudness(samples))
    for (const sample of this.resample(samples)) this.add(sample)
  }

  /** Adds a sample to the current frame, and posts the frame when it is full. */
  add(sample: number): void {
    this.frame[this.length] = Math.max(-1, Math.min(1, sample)) * 32_767
    this.length += 1
    if (this.length < this.frame.length) return
    this.port.postMessage({ samples: this.frame.slice(), level: this.level })
    this.length = 0
    this.level = 0
  }
}
